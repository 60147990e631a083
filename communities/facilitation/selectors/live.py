"""What is shown while a session runs, to each as far as the course allows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from communities.access import visible
from communities.facilitation.choices import Kind, Role
from communities.facilitation.models import ContractAnswer, Contribution, Dot, Participant, Session
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.wire import Wire, wire_of
from communities.live.places import News
from communities.people.models import User
from communities.policy import Standing

LISTENING = frozenset({Role.OBSERVER, Role.NOTE_TAKER})
Seated = Sequence[Any]
"""A person, their name and their role, as pages receive them."""
ANSWERING = frozenset({Role.CONSULTANT, Role.PARTICIPANT, Role.HOST})


def contributions_for(session: Session, person: User | None) -> QuerySet[Any]:
    """Return the contributions somebody may see: their own, and what is not hidden.

    Annotates ``dot_count``.
    """
    hidden = [step.key for step in session.read().steps if step.is_hidden]
    covered = [key for key in hidden if key not in session.revealed]
    rows = Contribution.objects.filter(session=session).select_related("author")
    if covered:
        own = Q(author_id=person.pk) if person is not None else Q(pk__in=[])
        rows = rows.filter(own | ~Q(step__in=covered))
    return rows.annotate(dot_count=Count("dots"))


def changes_for(session: Session, person: User | None, after: int) -> Wire:
    """Answer “what changed after N?”: contributions, and the whole state, which is small."""
    rows = contributions_for(session, person).filter(changed__gt=after).order_by("position")
    state = state_of(session)
    return {
        "n": session.sequence,
        "m": [wire_of(one, one.dot_count) for one in rows],
        "s": state,
        "mine": _dotted(session, person),
    } | _own_answer(state["contract"], person)


def _dotted(session: Session, person: User | None) -> list[int]:
    """Return on which contributions somebody's own dots lie."""
    if person is None or not any(step.votes for step in session.read().steps):
        return []
    return list(dots_of(session, person).values_list("contribution_id", flat=True))


def state_of(session: Session) -> Wire:
    """Return where the course stands, who is in it as what, and where; one to three queries."""
    course, steps = session.course, session.read().steps
    people = list(seats_still_there(session))
    step = steps[course.step]
    hands = sorted((one.hand_at, one.person_id) for one in people if one.hand_at)
    return {
        "stage": course.stage.value,
        "step": step.key,
        "left": round(course.left, 3),
        "since": course.since,
        "turn": course.turn,
        "shown": sorted(course.revealed),
        "floor": next((one.person_id for one in people if one.pk == session.floor_id), None),
        "spoke": [one.person_id for one in people if one.had_floor_in == step.key],
        "hands": [person_id for _at, person_id in hands],
        "seats": [one.person_id for one in people if one.is_seated],
        "people": [[one.person_id, str(one.person), one.role] for one in people],
        "where": [session.place, session.meeting_url],
        "covered": _covered_counts(session) if any(one.is_hidden for one in steps) else {},
        "contract": contract_state(session, people),
    }


def _covered_counts(session: Session) -> dict[str, int]:
    """Count what lies in each hidden step, which tells nothing but that people write."""
    rows = Contribution.objects.filter(session=session, withdrawn_at__isnull=True)
    counts = rows.order_by().values_list("step").annotate(count=Count("pk"))
    hidden = {step.key for step in session.read().steps if step.is_hidden}
    return {step: count for step, count in counts if step in hidden - set(session.revealed)}


def contract_of(session: Session) -> Contribution | None:
    """Return the client's contract as worded last."""
    return _contracts(session).first()


def _contracts(session: Session) -> QuerySet[Any]:
    rows = Contribution.objects.filter(
        session=session, kind=Kind.CONTRACT, withdrawn_at__isnull=True
    )
    return rows.order_by("-position")


def answering_people(people: Collection[Participant], author_id: int) -> list[int]:
    """Return the keys of those whose acceptance counts: the group, else who leads it.

    Nobody accepts their own words; who is not there, or did not enter, holds nothing up.
    """
    inside = [one for one in people if one.accepted_at and one.person_id != author_id]
    group = [one.person_id for one in inside if one.role in ANSWERING]
    return group or [one.person_id for one in inside if one.is_leading]


def contract_state(session: Session, people: Collection[Participant]) -> Wire | None:
    """Return the contract with who answers and what: more than half who accept are enough."""
    answers = "contract_answers__person", "contract_answers__accepts"
    rows = list(_contracts(session).values_list("pk", "author", *answers))
    if not rows:
        return None
    contract, author_id = rows[0][:2]
    group = answering_people(people, author_id)
    given = [accepts for key, _by, person, accepts in rows if key == contract and person in group]
    accepting = given.count(True)
    return {
        "id": contract,
        "who": group,
        "yes": accepting,
        "no": given.count(False),
        "of": len(group),
        "ok": accepting * 2 > len(group),
    }


def _own_answer(contract: Wire | None, person: User | None) -> Wire:
    """Return what somebody says to the contract, as far as they are asked and answered."""
    if contract is None or person is None or person.pk not in contract["who"]:
        return {}
    rows = ContractAnswer.objects.filter(contribution=contract["id"], person=person)
    answer = rows.first()
    return {} if answer is None else {"accepts": answer.accepts}


def has_contract(session: Session) -> bool:
    """Tell whether the client's contract is written and accepted."""
    state = contract_state(session, seats_still_there(session))
    return state is not None and bool(state["ok"])


def is_floor_taken(session: Session) -> bool:
    """Tell whether somebody who is still there has the floor."""
    return session.floor_id is not None and (
        seats_still_there(session).filter(pk=session.floor_id).exists()
    )


def dots_of(session: Session, person: User) -> QuerySet[Dot]:
    """Return the dots somebody laid in a session."""
    return Dot.objects.filter(contribution__session=session, person=person)


def dot_count(contribution: Contribution) -> int:
    return contribution.dots.count()


def groups_of(people: Sequence[Seated], size: int) -> list[list[Seated]]:
    """Put people into groups of a size in their order; nobody is left alone."""
    working = [one for one in people if one[2] in {*ANSWERING, Role.CLIENT}]
    groups = [working[first : first + size] for first in range(0, len(working), size)]
    if size > 1 and len(groups) > 1 and len(groups[-1]) == 1:
        groups[-2].extend(groups.pop())
    return groups


def readable_sessions(standing: Standing, keys: Collection[int]) -> set[int]:
    """Return those of the sessions whose inside may be read."""
    rows = visible(standing, Session.objects.filter(pk__in=keys))
    return set(rows.order_by().values_list("pk", flat=True))


def news_of_sessions(keys: Collection[int]) -> Mapping[int, News]:
    """Return how far each session is."""
    rows = Session.objects.filter(pk__in=keys).order_by().values_list("pk", "sequence")
    return {pk: News(number, _look(pk, number)) for pk, number in rows}


def entered_session(standing: Standing, person: User, pk: int) -> News | None:
    """Return how far a session is, for who may read it and accepted its words."""
    session = visible(standing, Session.objects.filter(pk=pk)).first()
    if session is None:
        return None
    seat = session.participants.filter(person=person).first()
    if seat is not None and seat.accepted_at is None:
        return None
    return News(session.sequence, {})


def _look(pk: int, number: int) -> dict[str, Any]:
    return {"t": "at", "p": f"session:{pk}", "n": number}
