"""Letters about sessions, to those who take part: each in its reader's language and time zone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from communities.facilitation.calendars import Attendee, Entry, Method, calendar_of
from communities.facilitation.choices import Answer, Role
from communities.facilitation.formats import said
from communities.facilitation.invitations import guest_uid, invitation_uid
from communities.facilitation.models import Guest, Participant, Session
from communities.facilitation.running import Pace, length_of
from communities.facilitation.times import told_times
from communities.facilitation.tokens import guest_token

GAPS = re.compile(r"\n\s*\n")
# name of a letter: what the calendar in it asks for; the others have none
CALENDARS = {
    "invitation": Method.REQUEST,
    "registered": Method.REQUEST,
    "changed": Method.REQUEST,
    "undated": Method.CANCEL,
    "cancelled": Method.CANCEL,
    "withdrawn": Method.CANCEL,
    "left": Method.CANCEL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """To whom a letter goes, and as whom."""

    email: str
    name: str
    language: str
    time_zone: str
    uid: str
    address: str  # of their page about the session
    answer: Answer
    role: Role | None = None  # guests have none

    @property
    def attendee(self) -> Attendee:
        return Attendee(
            name=self.name,
            email=self.email,
            answer=self.answer,
            role=self.role,
            may_reply=self.role is not None,
        )


class CalendarLetter(EmailMultiAlternatives):
    """A letter whose calendar says in its own header what it asks for, as RFC 6047 wants."""

    method = Method.REQUEST

    def message(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- its type differs between Django's versions
        made = super().message(*args, **kwargs)
        for part in made.walk():
            if part.get_content_type() == "text/calendar":
                part.set_param("method", self.method.value)
        return made


def participant_as_recipient(participant: Participant) -> Recipient:
    """Return a participant who has an address as whom a letter goes to."""
    person = participant.person
    return Recipient(
        email=person.email or "",
        name=str(person),
        language=person.language,
        time_zone=person.time_zone,
        uid=invitation_uid(participant.session_id, participant.pk),
        address=settings.SITE_URL + participant.session.get_absolute_url(),
        answer=Answer(participant.answer),
        role=Role(participant.role),
    )


def guest_as_recipient(guest: Guest) -> Recipient:
    """Return a guest as whom a letter goes to; its link is theirs alone."""
    path = reverse("facilitation:guest", args=[guest_token(guest)])
    return Recipient(
        email=guest.email,
        name=guest.name,
        language=guest.language,
        time_zone=guest.time_zone,
        uid=guest_uid(guest.session_id, guest.pk),
        address=settings.SITE_URL + path,
        answer=Answer.YES,
    )


def entry_of(session: Session, recipient: Recipient, *, with_reply: bool = True) -> Entry:
    """Return the session as the recipient's calendar shows it."""
    return Entry(
        session=session,
        uid=recipient.uid,
        address=recipient.address,
        attendee=recipient.attendee if with_reply else None,
        is_inside=True,
    )


def send_letter(name: str, session: Session, recipient: Recipient) -> None:
    """Send ``emails/facilitation/<name>.txt``, whose first line is the subject."""
    method = CALENDARS.get(name)
    with translation.override(recipient.language):
        facts = facts_of(session, recipient)
        subject, body = render_to_string(f"emails/facilitation/{name}.txt", facts).split("\n", 1)
        letter = CalendarLetter(
            " ".join(subject.split()),
            GAPS.sub("\n\n", body).strip() + "\n",
            to=[recipient.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        if method is not None:
            entry = entry_of(session, recipient)
            _enclose(letter, calendar_of([entry], method, stamp=timezone.now()), method)
    letter.send()


def _enclose(letter: CalendarLetter, calendar: str, method: Method) -> None:
    """Enclose it twice: to be answered where mail knows calendars, else to be opened."""
    letter.method = method
    letter.attach_alternative(calendar, "text/calendar")
    letter.attach("session.ics", calendar.encode(), "application/ics")


def facts_of(session: Session, recipient: Recipient) -> Mapping[str, object]:
    """Return what letters tell; the question is read on the session's page only."""
    return {
        "site_name": settings.SITE_NAME,
        "title": " ".join(session.title.split()),
        "community": session.community.name,
        "times": told_times(session, recipient.time_zone),
        "mode": session.get_mode_display(),
        "place": session.place,
        "meeting_url": session.meeting_url,
        "role": recipient.role.label if recipient.role is not None else "",
        "answer": recipient.answer,
        "steps": agenda_of(session),
        "is_over_days": session.pace == Pace.DAYS,
        "expected": session.expected,
        "preparation": session.preparation,
        "address": recipient.address,
    }


def agenda_of(session: Session) -> list[dict[str, object]]:
    """Return the steps with their minutes, or their hours over days."""
    pace = Pace(session.pace)
    unit = 60 if pace is Pace.LIVE else 3600
    return [
        {"name": said(step.name), "length": round(length_of(step, pace, session.lengths) / unit)}
        for step in session.read().steps
    ]
