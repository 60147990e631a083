"""Sessions as RFC 5545 writes them: invitations, cancellations and calendars to subscribe to."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vDatetime, vText, vUri

from communities.facilitation.choices import Answer, Role
from communities.facilitation.models import Session
from communities.facilitation.running import Pace, Stage
from communities.facilitation.times import span_of
from communities.facilitation.zones import written_zone, zone_named

PARTSTAT = {
    Answer.WAITING: "NEEDS-ACTION",
    Answer.YES: "ACCEPTED",
    Answer.MAYBE: "TENTATIVE",
    Answer.NO: "DECLINED",
}
ROLES = {Role.FACILITATOR: "CHAIR", Role.OBSERVER: "OPT-PARTICIPANT"}
ALARM_BEFORE = timedelta(minutes=15)
REFRESHED = timedelta(hours=1)
LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Method(StrEnum):
    """What a calendar is to do with what it receives."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """The one person whom a request is for; nobody else's address goes into it."""

    name: str
    email: str
    answer: Answer
    role: Role | None = None
    may_reply: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A session as one calendar shows it."""

    session: Session
    uid: str
    address: str  # where to read more
    attendee: Attendee | None = None
    is_inside: bool = False  # who takes part knows the meeting link and is reminded


def calendar_of(
    entries: Sequence[Entry],
    method: Method = Method.PUBLISH,
    *,
    name: str = "",
    stamp: datetime | None = None,
) -> str:
    """Write a calendar; without a stamp the same sessions give the same text each time."""
    made = Calendar()
    made.add("PRODID", f"-//{_line(settings.SITE_NAME)}//sessions//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method.value)
    if name:
        _add_name(made, name)
    for zone in _zones(entry.session for entry in entries):
        made.add_component(zone)
    for entry in entries:
        made.add_component(_event(entry, method, stamp))
    return made.to_ical(sorted=False).decode()


def organiser_address() -> str:
    """Return the address to which calendars reply."""
    return parseaddr(settings.CALENDAR_REPLY_TO or settings.DEFAULT_FROM_EMAIL)[1]


def _add_name(made: Calendar, name: str) -> None:
    made.add("NAME", vText(_line(name)))
    made.add("X-WR-CALNAME", vText(_line(name)))
    made.add("REFRESH-INTERVAL", REFRESHED, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", "PT1H")


def _zones(sessions: Iterable[Session]) -> Iterable[Timezone]:
    """Write each zone out for the years in which it is needed."""
    years: dict[str, set[int]] = {}
    for session in sessions:
        span = span_of(session)
        if span is not None:
            zone = zone_named(session.time_zone).key
            years.setdefault(zone, set()).update(moment.year for moment in span)
    for zone, needed in sorted(years.items()):
        if zone != "UTC":
            yield written_zone(zone, min(needed), max(needed))


def _event(entry: Entry, method: Method, stamp: datetime | None) -> Event:
    session, made = entry.session, Event()
    made.add("UID", vText(entry.uid))
    made.add("SEQUENCE", session.ics_sequence)
    changed = session.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("DTSTAMP", (stamp or changed).astimezone(UTC))
    made.add("LAST-MODIFIED", changed)
    _add_span(made, session)
    made.add("SUMMARY", vText(_line(session.title)))
    made.add("DESCRIPTION", vText(_description(entry)))
    if place := _place(entry):
        made.add("LOCATION", vText(place))
    made.add("URL", vUri(entry.address))
    made.add("STATUS", _status(session, method))
    made.add("TRANSP", "TRANSPARENT" if session.pace == Pace.DAYS else "OPAQUE")
    made.add("CLASS", "PUBLIC" if session.is_public else "PRIVATE")
    made.add("ORGANIZER", _organiser(session), encode=False)
    if entry.attendee is not None:
        made.add("ATTENDEE", _attendee(entry.attendee), encode=False)
    if entry.is_inside and made["STATUS"] == "CONFIRMED" and session.stage == Stage.PLANNED:
        made.add_component(_alarm(session))
    return made


def _add_span(made: Event, session: Session) -> None:
    """Add beginning and end; an hour that comes twice is written in universal time.

    RFC 5545 reads a local hour that a zone has twice as its first.
    """
    span = span_of(session)
    if span is None:
        return
    zone = zone_named(session.time_zone)
    moments = (moment.astimezone(UTC).replace(microsecond=0) for moment in span)
    local = [moment.astimezone(zone) for moment in moments]
    is_written_out = zone.key != "UTC" and not any(moment.fold for moment in local)
    for name, moment in zip(("DTSTART", "DTEND"), local, strict=True):
        if is_written_out:
            # The zone is named by us: the library takes some zones for others like them.
            made.add(name, vDatetime(moment.replace(tzinfo=None)), {"TZID": zone.key})
        else:
            made.add(name, vDatetime(moment.astimezone(UTC)))


def _description(entry: Entry) -> str:
    """Say where to read more; what the session is about stays there."""
    session = entry.session
    lines = [session.community.name, session.get_mode_display()]
    if session.pace == Pace.DAYS:
        lines.append(_("Over several days: each step stays open for some hours."))
    lines += [_("All about this session:"), entry.address]
    return "\n".join(_plain(line) for line in lines)


def _place(entry: Entry) -> str:
    link = entry.session.meeting_url if entry.is_inside else ""
    return " – ".join(_line(one) for one in (entry.session.place, link) if one)


def _status(session: Session, method: Method) -> str:
    if method is Method.CANCEL or session.stage == Stage.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if session.starts_at else "TENTATIVE"


def _organiser(session: Session) -> vCalAddress:
    organiser = vCalAddress(f"mailto:{organiser_address()}")
    organiser.params["CN"] = _parameter(session.community.name)
    return organiser


def _attendee(attendee: Attendee) -> vCalAddress:
    made = vCalAddress(f"mailto:{attendee.email}")
    made.params["CN"] = _parameter(attendee.name)
    made.params["CUTYPE"] = "INDIVIDUAL"
    role = ROLES.get(attendee.role) if attendee.role is not None else None
    made.params["ROLE"] = role or "REQ-PARTICIPANT"
    made.params["PARTSTAT"] = PARTSTAT[attendee.answer]
    made.params["RSVP"] = "TRUE" if attendee.may_reply else "FALSE"
    return made


def _alarm(session: Session) -> Alarm:
    made = Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", vText(_line(session.title)))
    made.add("TRIGGER", -ALARM_BEFORE)
    return made


def _plain(text: str) -> str:
    """Return a text that no calendar stumbles over: its line ends alike, nothing invisible."""
    return NOT_TEXT.sub("", LINE_ENDS.sub("\n", text)).strip()


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def _parameter(text: str) -> str:
    """Return a text that may stand in a parameter, where straight quotes may not."""
    return _line(text).replace('"', "’")
