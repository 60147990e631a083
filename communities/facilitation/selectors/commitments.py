"""Finding commitments: only ever one's own."""

from collections import defaultdict
from datetime import UTC, datetime

from django.db.models import DateTimeField, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from communities.facilitation.models import Commitment, Participant, Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.sessions import sessions_inside
from communities.people.models import User
from communities.policy import Standing

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def own_commitments(person: User) -> QuerySet[Commitment]:
    """Return what somebody committed to: what is open first, by its date."""
    rows = Commitment.objects.filter(person=person)
    return rows.order_by(F("told_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def access_commitment(person: User, pk: int) -> Commitment:
    """Fetch one of one's own commitments, or raise 404."""
    found = Commitment.objects.filter(person=person, pk=pk).first()
    if found is None:
        raise Http404
    return found


def sessions_known(standing: Standing, commitments: list[Commitment]) -> dict[int, Session]:
    """Return the sessions of commitments whose inside one may still read, by key."""
    keys = {commitment.session_id for commitment in commitments}
    return {session.pk: session for session in sessions_inside(standing).filter(pk__in=keys)}


def commitments_for_integration(session: Session) -> dict[int, list[Commitment]]:
    """Return for each participant, by key, what came due or was answered since they last met.

    Each is for its owner's eyes alone.
    """
    people = Participant.objects.filter(session=session).values("person")
    found: dict[int, list[Commitment]] = defaultdict(list)
    for commitment in _to_bring(session).filter(person__in=people):
        found[commitment.person_id].append(commitment)
    return dict(found)


def own_for_integration(session: Session, person: User) -> list[Commitment]:
    """Return the same for one participant."""
    return list(_to_bring(session).filter(person=person))


def _to_bring(session: Session) -> QuerySet[Commitment]:
    earlier = earlier_sessions(session)
    ended = earlier.order_by("-ended_at").exclude(ended_at=None)
    last = Coalesce(Subquery(ended.values("ended_at")[:1]), Value(LONG_AGO, DateTimeField()))
    moment = session.started_at or max(session.starts_at or timezone.now(), timezone.now())
    due = Q(outcome="", due_on__lte=timezone.localdate(moment))
    answered = Q(told_at__gte=last)
    return Commitment.objects.filter(due | answered, session__in=earlier)


def earlier_sessions(session: Session) -> QuerySet[Session]:
    """Return the ended sessions before one: of its cycle, or of its community if it has none."""
    rows = Session.objects.filter(stage=Stage.ENDED).exclude(pk=session.pk)
    if session.started_at is not None:
        rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__lte=session.started_at))
    if session.cycle_id is not None:
        return rows.filter(cycle=session.cycle_id)
    return rows.filter(community=session.community_id)
