"""What a cycle leaves: counted over all its sessions, told of those one may read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from communities.facilitation.assembling import hidden_steps
from communities.facilitation.choices import Attribution, Keeping, Kind, Outcome, Worth
from communities.facilitation.markdown import title_and_text
from communities.facilitation.models import (
    Commitment,
    Contribution,
    Cycle,
    CycleValue,
    Experiment,
    Minutes,
    Participant,
    Session,
)
from communities.facilitation.running import Stage
from communities.facilitation.selectors.experiments import visible_experiments
from communities.facilitation.selectors.minutes import shared_minutes
from communities.facilitation.selectors.sessions import sessions_inside
from communities.people.models import User
from communities.policy import Standing

CAME = Q(participants__accepted_at__isnull=False)  # confidentiality: nobody comes in without


@dataclass(frozen=True, slots=True)
class Learned:
    """What somebody learned; no author where the session names nobody."""

    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Treated:
    """A session that one may read, with what was learned in it."""

    session: Session
    came: int
    learnings: Sequence[Learned]


@dataclass(frozen=True, slots=True)
class Report:
    """What a cycle leaves, as far as its reader may know."""

    treated: Sequence[Treated]
    held: int
    planned: int
    people: int
    minutes: Sequence[tuple[Minutes, str]]
    tried: int
    experiments: Sequence[Experiment]
    outcomes: Sequence[tuple[str, int]]
    still_open: int
    values: Sequence[tuple[str, Sequence[str]]]


def report_of(standing: Standing, cycle: Cycle, person: User, *, is_inside: bool) -> Report:
    """Gather a cycle's report; sessions of which nothing is kept only count.

    Learnings are for those who accepted the words under which they were said. Who stands outside
    the cycle finds numbers, what they may read anyway, and what was said for them.
    """
    everything = Session.objects.filter(cycle=cycle)
    held = everything.filter(stage=Stage.ENDED)
    outcomes = _outcomes(held)
    experiments = list(visible_experiments(standing, cycle.community).filter(cycle=cycle))
    return Report(
        treated=_treated(standing, held, person),
        **_counts(everything),
        minutes=_minutes(standing, cycle),
        tried=len(experiments) if is_inside else Experiment.objects.filter(cycle=cycle).count(),
        experiments=experiments,
        outcomes=[(str(one.label), outcomes[one.value]) for one in Outcome],
        still_open=outcomes[""],
        values=_values(cycle, is_inside=is_inside),
    )


def _counts(sessions: QuerySet[Session]) -> dict[str, int]:
    ended = Q(stage=Stage.ENDED)
    return sessions.aggregate(
        held=Count("pk", filter=ended, distinct=True),
        planned=Count("pk", filter=~Q(stage=Stage.CANCELLED), distinct=True),
        people=Count("participants__person", filter=ended & CAME, distinct=True),
    )


def _outcomes(held: QuerySet[Session]) -> Counter[str]:
    rows = Commitment.objects.filter(session__in=held)
    return Counter(rows.values_list("outcome", flat=True))


def _treated(standing: Standing, held: QuerySet[Session], person: User) -> list[Treated]:
    kept = sessions_inside(standing).filter(pk__in=held).exclude(kept=Keeping.NOTHING)
    rows = kept.annotate(came=Count("participants", filter=CAME))
    sessions = list(rows.order_by("starts_at", "pk"))
    said = Contribution.objects.filter(
        session__in=sessions, kind=Kind.LEARNING, withdrawn_at__isnull=True
    )
    outside = Participant.objects.filter(person_id=person.pk, accepted_at__isnull=True)
    said = said.exclude(session__in=outside.values("session"))
    learnings = list(said.select_related("author").order_by("position"))
    return [Treated(session, session.came, _learned(session, learnings)) for session in sessions]


def _learned(session: Session, rows: Sequence[Contribution]) -> list[Learned]:
    hidden, is_named = hidden_steps(session), session.attribution == Attribution.NAMED
    return [
        Learned(row.body, str(row.author) if is_named else "")
        for row in rows
        if row.session_id == session.pk and row.step not in hidden
    ]


def _minutes(standing: Standing, cycle: Cycle) -> list[tuple[Minutes, str]]:
    rows = shared_minutes(standing, cycle.community).filter(session__cycle=cycle)
    return [(one, title_and_text(one.body)[0]) for one in rows.order_by("shared_at", "pk")]


def _values(cycle: Cycle, *, is_inside: bool) -> list[tuple[str, list[str]]]:
    said = CycleValue.objects.filter(cycle=cycle)
    said = said if is_inside else said.filter(is_for_readers=True)
    rows = list(said.values_list("level", "text"))
    return [(str(one.label), [text for level, text in rows if level == one]) for one in Worth]
