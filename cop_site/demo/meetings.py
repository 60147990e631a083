"""Let a session of the demo be held: what is said in each step, each at its time."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from communities.facilitation.choices import Answer, Attribution, Keeping, Kind
from communities.facilitation.formats import Step
from communities.facilitation.models import Commitment, Contribution, Minutes, Participant, Session
from communities.facilitation.running import Act, length_of
from communities.facilitation.selectors.live import ANSWERING
from communities.facilitation.services.answers import answer_invitation
from communities.facilitation.services.commitments import answer_commitment
from communities.facilitation.services.contributing import (
    Words,
    answer_contract,
    contribute,
    lay_dot,
)
from communities.facilitation.services.course import act_on_session, enter_session
from communities.facilitation.services.keeping import choose_keeping
from communities.facilitation.services.minutes import share_minutes
from communities.people.models import User
from cop_site.demo.rooms import say
from forums.chat.models import Room

People = dict[str, User]
END = "end"
SHARED_AFTER = timedelta(days=1)


def hold(session: Session, text: dict[str, Any], people: People, now: datetime) -> None:
    """Hold a session until the step its text names, then set the clocks back."""
    began = session.starts_at or now
    seats = list(session.participants.select_related("person"))
    for seat in seats:
        answer_invitation(participant=seat, answer=Answer.YES)
        enter_session(seat=seat)
    act(session, Act.START)
    Session.objects.filter(pk=session.pk).update(started_at=began)  # minutes name the day
    opened = began
    for step in session.read().steps:
        rows = [row for row in text["said"] if row[0] == step.key]
        opened = tell_step(session, step, rows, people, opened)
        if step.key == text["until"]:
            stand_open(session, step, text["open_hours"], now)
            break
        act(session, Act.END if step.key == session.read().steps[-1].key else Act.NEXT)
    set_back(session, began, opened if text["until"] == END else None)
    for room in Room.objects.filter(session_link__session=session):
        for name, minutes, body in text.get("beside", ()):
            say(room, people[name], body, now - timedelta(minutes=minutes))
    if text["until"] == END:
        leave_minutes(session, text, opened)


def act(session: Session, what: Act) -> None:
    """Move a session on, from where it is now."""
    session.refresh_from_db()
    act_on_session(session=session, act=what, turn=session.turn)
    session.refresh_from_db()


def tell_step(
    session: Session, step: Step, rows: list[Any], people: People, opened: datetime
) -> datetime:
    """Say what is said in a step, evenly over its time; return when it closes."""
    length = timedelta(seconds=length_of(step, session.course.pace, session.lengths))
    for n, (key, name, kind, body, *more) in enumerate(rows, 1):
        facts = more[0] if more else {}
        due = opened + timedelta(days=facts["due"]) if "due" in facts else None
        words = Words(
            kind=Kind(kind),
            step=key,
            body=body,
            nature=facts.get("nature", ""),
            due_on=due.date() if due is not None else None,
            help_wanted=facts.get("help", ""),
        )
        said = contribute(session=session, person=people[name], words=words)
        answer(session, said, [people[one] for one in facts.get("dots", ())])
        moment = opened + length * n / (len(rows) + 1)
        Contribution.objects.filter(pk=said.pk).update(said_at=moment)
    return opened + length


def answer(session: Session, said: Contribution, dotting: Iterable[User]) -> None:
    """Lay dots on what was said; a contract is accepted by the whole group."""
    for person in dotting:
        lay_dot(contribution=said, person=person, laid=True)
    if said.kind == Kind.CONTRACT:
        for seat in session.participants.filter(role__in=ANSWERING).select_related("person"):
            answer_contract(contribution=said, person=seat.person, accepts=True)


def stand_open(session: Session, step: Step, hours: int, now: datetime) -> None:
    """Let the step a session stands in have been open for some hours."""
    since = now - timedelta(hours=hours)
    Session.objects.filter(pk=session.pk).update(since=since.timestamp())
    rows = list(Contribution.objects.filter(session=session, step=step.key).order_by("position"))
    for n, row in enumerate(rows, 1):
        moment = since + timedelta(hours=hours) * n / (len(rows) + 1)
        Contribution.objects.filter(pk=row.pk).update(said_at=moment)


def set_back(session: Session, began: datetime, ended: datetime | None) -> None:
    """Let a session have been planned some time before it began."""
    planned = began - timedelta(days=10)
    Session.objects.filter(pk=session.pk).update(
        planned_at=planned, changed_at=planned, ended_at=ended
    )
    Participant.objects.filter(session=session).update(
        joined_at=planned, answered_at=planned + timedelta(days=2), accepted_at=began
    )


def leave_minutes(session: Session, text: dict[str, Any], ended: datetime) -> None:
    """Let the client choose, share the minutes, and tell what came of what was promised."""
    session.refresh_from_db()
    choose_keeping(
        session=session, kept=Keeping(text["kept"]), attribution=Attribution(text["attribution"])
    )
    share_minutes(session=session)
    shared = ended + SHARED_AFTER
    Session.objects.filter(pk=session.pk).update(kept_chosen_at=shared, changed_at=shared)
    Minutes.objects.filter(session=session).update(assembled_at=ended, shared_at=shared)
    for n, commitment in enumerate(Commitment.objects.filter(session=session).order_by("due_on")):
        follow(commitment, text.get("outcome") if n == 0 else None, ended)


def follow(commitment: Commitment, outcome: list[str] | None, made: datetime) -> None:
    """Let somebody have been asked at the date, and have answered, if the text says what."""
    rows = Commitment.objects.filter(pk=commitment.pk)
    rows.update(made_at=made)
    if outcome is not None:
        how, words = outcome
        answer_commitment(
            commitment=commitment, due_on=commitment.due_on, outcome=how, what_happened=words
        )
    if commitment.due_on is not None:
        asked = made + (commitment.due_on - made.date())
        told = asked + timedelta(days=1) if outcome is not None else None
        rows.filter(due_on__lte=datetime.now(tz=made.tzinfo).date()).update(
            asked_at=asked, told_at=told
        )
