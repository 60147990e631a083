"""Reads a calendar three times: with icalendar, with vobject, and by the letter of RFC 5545."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar
import vobject
import vobject.icalendar

MOST_OCTETS = 75
LINE = re.compile(r'[A-Z-]+(;[A-Z-]+=("[^"]*"|[^";:,]*))*:.*', re.DOTALL)


@dataclass(frozen=True)
class Read:
    """What a reader understood of one event."""

    uid: str
    sequence: int
    summary: str
    location: str
    description: str
    status: str
    starts: datetime | None
    ends: datetime | None


def read(text: str) -> list[Read]:
    """Return the events, once all three readers agree on them."""
    by_letter = _by_letter(text)
    by_icalendar, by_vobject = _with_icalendar(text), _with_vobject(text)
    assert by_icalendar == by_vobject
    assert [(one.starts, one.ends) for one in by_icalendar] == by_letter
    return by_icalendar


def _with_icalendar(text: str) -> list[Read]:
    made = icalendar.Calendar.from_ical(text)
    assert not [error for part in made.walk() for error in part.errors]
    return [
        Read(
            uid=str(event["UID"]),
            sequence=int(event["SEQUENCE"]),
            summary=str(event["SUMMARY"]),
            location=str(event.get("LOCATION", "")),
            description=str(event["DESCRIPTION"]),
            status=str(event["STATUS"]),
            starts=event.decoded("DTSTART").astimezone(UTC) if "DTSTART" in event else None,
            ends=event.decoded("DTEND").astimezone(UTC) if "DTEND" in event else None,
        )
        for event in made.walk("VEVENT")
    ]


def _with_vobject(text: str) -> list[Read]:
    # It remembers zones by name; here each calendar must bring its own.
    for name in re.findall(r"^TZID:(.+)\r$", text, re.MULTILINE):
        vobject.icalendar.registerTzid(name, None)
    made = vobject.readOne(text)
    made.validate(raiseException=True)
    return [
        Read(
            uid=event.uid.value,
            sequence=int(event.sequence.value),
            summary=event.summary.value,
            location=event.location.value if hasattr(event, "location") else "",
            description=event.description.value,
            status=event.status.value,
            starts=event.dtstart.value.astimezone(UTC) if hasattr(event, "dtstart") else None,
            ends=event.dtend.value.astimezone(UTC) if hasattr(event, "dtend") else None,
        )
        for event in made.contents.get("vevent", [])
    ]


def _by_letter(text: str) -> list[tuple[datetime | None, datetime | None]]:
    """Check each line as it is sent, and work the hours out from the zones that are enclosed."""
    octets = text.encode()
    assert octets.endswith(b"\r\n")
    physical = octets.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert len(line) <= MOST_OCTETS, line
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line), line
        line.decode()  # no letter is cut in two
    lines = octets.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert not [line for line in lines if not LINE.fullmatch(line)]
    return list(_spans(lines))


def _spans(lines: list[str]) -> list[tuple[datetime | None, datetime | None]]:
    zones: dict[str, list[tuple[datetime, timedelta]]] = {}
    spans, path, facts, zone = [], [], {}, ""
    for line in lines:
        head, _colon, value = line.partition(":")
        if head == "BEGIN":
            path.append(value)
            if value in {"VEVENT", "STANDARD", "DAYLIGHT"}:
                facts = {}
        elif head == "END":
            assert path.pop() == value
            if value in {"STANDARD", "DAYLIGHT"}:
                onset = datetime.strptime(facts["DTSTART"][1], "%Y%m%dT%H%M%S")
                zones[zone].append((onset, _offset(facts["TZOFFSETTO"][1])))
            elif value == "VEVENT":
                spans.append((_moment(facts, "DTSTART", zones), _moment(facts, "DTEND", zones)))
        elif path[-1] == "VTIMEZONE":
            zone = value
            zones.setdefault(zone, [])
        elif path[-1] != "VALARM":
            name = head.split(";")[0]
            assert name not in facts, f"{name} twice"
            facts[name] = (head, value)
    assert not path
    return spans


def _moment(
    facts: dict[str, tuple[str, str]], name: str, zones: dict[str, list[tuple[datetime, timedelta]]]
) -> datetime | None:
    if name not in facts:
        return None
    head, value = facts[name]
    if value.endswith("Z"):
        assert "TZID" not in head
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")
    zone = head.partition("TZID=")[2]
    _onset, offset = max(change for change in zones[zone] if change[0] <= local)
    return (local - offset).replace(tzinfo=UTC)


def _offset(value: str) -> timedelta:
    sign = -1 if value[0] == "-" else 1
    return sign * timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))
