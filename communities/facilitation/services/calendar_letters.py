"""Writing to those who take part in a session: once about each change, and the day before.

Who is written to is claimed first, by an update that only one worker can make; a letter that cannot
be sent gives its claim back. A crash in between costs the letter: twice would be worse here.
"""

import logging
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused
from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from communities.circles.models import InvitedListEntry
from communities.circles.readers import readers_of
from communities.facilitation.choices import Answer
from communities.facilitation.letters import (
    Recipient,
    guest_as_recipient,
    participant_as_recipient,
    send_letter,
)
from communities.facilitation.models import Guest, Participant, Session
from communities.facilitation.moments import (
    seat_given_up,
    session_cancelled,
    session_changed,
    session_planned,
)
from communities.facilitation.running import Stage
from communities.facilitation.selectors.places import is_open_to_guests
from communities.facilitation.tasks import tell_leaver, tell_people
from communities.facilitation.times import end_of

logger = logging.getLogger(__name__)

REMINDED_BEFORE = timedelta(hours=24)
FRESH_BEFORE = timedelta(hours=30)  # who heard of it since needs no reminder
LONGEST = timedelta(days=300)  # of a session over days
TOLD_AFTERWARDS = timedelta(days=1)
SECONDS_AFTER_A_FAULT = 600
REFUSED_FOR_GOOD = 500
NEVER = -1
WITHDRAWN = "withdrawn"

Invited = Participant | Guest


class Due(NamedTuple):
    """A letter that somebody waits for."""

    name: str
    session: Session
    seat: Invited
    recipient: Recipient


def attend_to_calendars(now: datetime) -> int:
    """Send what is due: what somebody was not told yet, and reminders; return how many letters."""
    sent = sum(tell_of_session(session, now) for session in _with_untold_people(now))
    return sent + sum(_remind(session, now) for session in _beginning_soon(now))


def tell_of_session(session: Session, now: datetime) -> int:
    """Write to those whom a session's last change was not told; return to how many."""
    if not _is_worth_telling(session, now):
        return 0
    return sum(_send(due, _ToldSequence(session, due.seat)) for due in _untold(session))


@session_planned.register
@session_changed.register
@session_cancelled.register
def tell_soon(session: Session) -> None:
    """Write once this commits, in the background."""
    transaction.on_commit(partial(tell_people.enqueue, session.pk))


@session_changed.register
def remind_again(session: Session) -> None:
    """Who was reminded of another date is reminded of the new one."""
    if session.starts_at is None or session.starts_at > timezone.now() + REMINDED_BEFORE:
        for kind in (Participant, Guest):
            rows = kind.objects.filter(session=session, reminded_at__isnull=False)
            rows.update(reminded_at=None)


@seat_given_up.register
def tell_who_left(session: Session, seat: Participant) -> None:
    """Let a session leave the calendar of who was taken off its list."""
    if seat.told_sequence > NEVER and session.stage == Stage.PLANNED:
        transaction.on_commit(partial(tell_leaver.enqueue, session.pk, seat.pk, seat.person_id))


def write_to_leaver(session: Session, seat: Participant) -> None:
    """Write to somebody whose seat is gone; of the session they learn nothing new."""
    if seat.person.is_active and seat.person.email and _is_worth_telling(session, timezone.now()):
        bare = _without_words(session)
        bare.ics_sequence += 1
        send_letter("left", bare, participant_as_recipient(seat))


def _with_untold_people(now: datetime) -> Iterable[Session]:
    listed = InvitedListEntry.objects.filter(
        invited_list=OuterRef("session__invited_list"), person=OuterRef("person")
    )
    behind = Q(session=OuterRef("pk"), told_sequence__lt=OuterRef("ics_sequence"))
    people = Participant.objects.filter(
        behind, Exists(listed), person__is_active=True, person__email__isnull=False
    )
    guests = Guest.objects.filter(behind, confirmed_at__isnull=False)
    dated = Q(starts_at__gt=now - LONGEST, stage__in=[Stage.PLANNED, Stage.RUNNING])
    # Without a date, or called off: only those who were told otherwise hear of it.
    told = Q(told_sequence__gt=NEVER)
    revoked = Q(stage=Stage.CANCELLED) | Q(stage=Stage.PLANNED, starts_at__isnull=True)
    revoked &= Q(changed_at__gt=now - TOLD_AFTERWARDS)
    rows = Session.objects.select_related("community").filter(
        (dated & (Exists(people) | Exists(guests)))
        | (revoked & (Exists(people.filter(told)) | Exists(guests.filter(told))))
    )
    return rows.order_by("pk")


def _is_worth_telling(session: Session, now: datetime) -> bool:
    ends = end_of(session)
    if session.stage == Stage.ENDED:
        return False
    return ends is None or ends > now or session.stage == Stage.CANCELLED


def _untold(session: Session) -> Iterator[Due]:
    """Yield the letter for each who was not told of the session as it stands."""
    behind = Q(session=session, told_sequence__lt=session.ics_sequence)
    people = Participant.objects.filter(behind, person__in=readers_of(session.scope))
    for seat in people.select_related("person"):
        seat.session = session
        if name := _name_of_letter(session, seat, "invitation"):
            yield Due(name, session, seat, participant_as_recipient(seat))
    for guest in Guest.objects.filter(behind, confirmed_at__isnull=False):
        guest.session = session
        if name := _name_of_letter(session, guest, "registered"):
            told = _without_words(session) if name == WITHDRAWN else session
            yield Due(name, told, guest, guest_as_recipient(guest))


def _name_of_letter(session: Session, seat: Invited, first: str) -> str:
    """Return which letter tells somebody of the session as it stands; none when it is no news."""
    is_over = isinstance(seat, Guest) and not is_open_to_guests(session)
    is_first = seat.told_sequence == NEVER
    if is_over:
        return "" if is_first else WITHDRAWN
    if session.stage == Stage.CANCELLED:
        return "" if is_first else "cancelled"
    if session.starts_at is None:
        return "" if is_first else "undated"
    return first if is_first else "changed"


def _without_words(session: Session) -> Session:
    """Return a session of which nothing is said that is not known to who knew it before."""
    bare = copy(session)
    bare.title = session.community.name
    bare.place = bare.meeting_url = bare.expected = bare.preparation = ""
    bare.starts_at = None
    return bare


def _beginning_soon(now: datetime) -> Iterable[Session]:
    rows = Session.objects.select_related("community").filter(
        stage=Stage.PLANNED,
        starts_at__gt=now,
        starts_at__lte=now + REMINDED_BEFORE,
        changed_at__lte=F("starts_at") - FRESH_BEFORE,
    )
    return rows.order_by("pk")


def _remind(session: Session, now: datetime) -> int:
    """Remind those who did not say that they stay away; return how many."""
    dues = list(_unreminded(session))
    return sum(_send(due, _Reminded(due.seat, now)) for due in dues)


def _unreminded(session: Session) -> Iterator[Due]:
    if session.starts_at is None:
        return
    heard_by = session.starts_at - FRESH_BEFORE
    waiting = Q(session=session, reminded_at__isnull=True, told_sequence=session.ics_sequence)
    people = Participant.objects.filter(
        waiting, joined_at__lte=heard_by, person__in=readers_of(session.scope)
    )
    for seat in people.exclude(answer=Answer.NO).select_related("person"):
        seat.session = session
        yield Due("reminder", session, seat, participant_as_recipient(seat))
    if is_open_to_guests(session):
        for guest in Guest.objects.filter(waiting, confirmed_at__lte=heard_by):
            guest.session = session
            yield Due("reminder", session, guest, guest_as_recipient(guest))


class _ToldSequence:
    """The claim of a letter about the session as it stands."""

    def __init__(self, session: Session, seat: Invited) -> None:
        self.rows = type(seat).objects.filter(pk=seat.pk)
        self.before, self.after = seat.told_sequence, session.ics_sequence

    def take(self) -> bool:
        return bool(self.rows.filter(told_sequence=self.before).update(told_sequence=self.after))

    def give_back(self) -> None:
        self.rows.filter(told_sequence=self.after).update(told_sequence=self.before)


class _Reminded:
    """The claim of a reminder."""

    def __init__(self, seat: Invited, now: datetime) -> None:
        self.rows, self.now = type(seat).objects.filter(pk=seat.pk), now

    def take(self) -> bool:
        return bool(self.rows.filter(reminded_at__isnull=True).update(reminded_at=self.now))

    def give_back(self) -> None:
        self.rows.filter(reminded_at=self.now).update(reminded_at=None)


def _send(due: Due, claim: _ToldSequence | _Reminded) -> bool:
    """Send a letter that nobody else sends; after a fault it is tried again in a while."""
    paused = f"letter-fault:{due.name}:{type(due.seat).__name__}:{due.seat.pk}"
    if cache.get(paused) or not claim.take():
        return False
    try:
        send_letter(due.name, due.session, due.recipient)
    except Exception as fault:
        if _is_refused_for_good(fault):
            logger.warning("The letter %s for seat %d was refused for good", due.name, due.seat.pk)
            return False
        claim.give_back()
        cache.set(paused, 1, SECONDS_AFTER_A_FAULT)
        logger.exception("The letter %s for seat %d could not be sent", due.name, due.seat.pk)
        return False
    return True


def _is_refused_for_good(fault: Exception) -> bool:
    """Tell whether the address itself is not taken; a server that asks to wait says so below 500."""
    if not isinstance(fault, SMTPRecipientsRefused):
        return False
    return all(code >= REFUSED_FOR_GOOD for code, _words in fault.recipients.values())
