"""Answering an invitation: on the page, or from a calendar by e-mail."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.circles.readers import readers_of
from communities.facilitation.choices import Answer, Role
from communities.facilitation.invitations import named_by
from communities.facilitation.models import Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.replies import NoReplyError, Reply, read_reply
from communities.facilitation.running import Stage
from communities.facilitation.selectors.places import places_left
from communities.facilitation.services.news import tell_state
from communities.facilitation.services.planning import (
    lock_session,
    seat_participant,
)
from communities.people.models import User

CLOCKS_DIFFER = timedelta(minutes=10)
AS_VISITOR = (Role.PARTICIPANT, Role.CONSULTANT, Role.OBSERVER)  # the first that the format has


@transaction.atomic
def answer_invitation(*, participant: Participant, answer: Answer) -> bool:
    """Keep whether somebody comes. Raises ``SessionRefused`` once it is over, or full again."""
    session = lock_session(participant.session)
    seat = Participant.objects.get(pk=participant.pk)
    if session.stage not in {Stage.PLANNED, Stage.RUNNING}:
        raise SessionRefused(_("This session is over or called off: there is nothing to answer."))
    if seat.answer == answer:
        return False
    if seat.answer == Answer.NO and places_left(session) == 0:
        raise SessionRefused(_("Your place was given to somebody else; all places are taken."))
    Participant.objects.filter(pk=seat.pk).update(answer=answer, answered_at=timezone.now())
    tell_state(session)
    return True


@transaction.atomic
def join_open_session(*, session: Session, person: User) -> bool:
    """Let somebody who heard of an open session take part in it. Raises ``SessionRefused``."""
    locked = lock_session(session)
    if not locked.is_public or locked.stage not in {Stage.PLANNED, Stage.RUNNING}:
        raise SessionRefused(_("Nobody can register for this session any more."))
    seat = Participant.objects.filter(session=locked, person=person).first()
    if seat is not None:
        return answer_invitation(participant=seat, answer=Answer.YES)
    roles = locked.read().roles
    role = next((one for one in AS_VISITOR if one in roles), None)
    if role is None:
        raise SessionRefused(_("This session has no place for people who were not invited."))
    return seat_participant(session=locked, person=person, role=role, by=person)


def take_calendar_reply(raw: bytes) -> str:
    """Keep the answer in an e-mail; say what was done. Raises ``NoReplyError`` when nothing was."""
    reply = read_reply(raw)
    participant = _answering(reply)
    session = participant.session
    if reply.sequence < session.ics_sequence:
        raise NoReplyError("it answers an older invitation; the newer one waits for an answer")
    if _is_overtaken(reply, participant):
        raise NoReplyError("a newer answer is there")
    try:
        changed = answer_invitation(participant=participant, answer=reply.answer)
    except SessionRefused as refusal:
        raise NoReplyError(str(refusal)) from refusal
    done = "kept" if changed else "known already"
    return f"{done}: participant {participant.pk} of session {session.pk}: {reply.answer.value}"


def _answering(reply: Reply) -> Participant:
    """Return whom the invitation was for; nobody else answers with it."""
    named = named_by(reply.uid)
    if named is None:
        raise NoReplyError("its invitation is not ours")
    rows = Participant.objects.select_related("session__community", "person")
    participant = rows.filter(session=named[0], pk=named[1]).first()
    if participant is None:
        raise NoReplyError("who was invited takes part no longer")
    if not readers_of(participant.session.scope).filter(pk=participant.person_id).exists():
        raise NoReplyError("who was invited takes part no longer")
    if reply.attendee != (participant.person.email or "").lower():
        raise NoReplyError("somebody else answers than who was invited")
    return participant


def _is_overtaken(reply: Reply, participant: Participant) -> bool:
    """Tell whether a delayed e-mail says what its sender has since said otherwise."""
    if reply.stamp is None or participant.answered_at is None:
        return False
    return reply.stamp < participant.answered_at - CLOCKS_DIFFER
