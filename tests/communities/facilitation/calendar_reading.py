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
    _check_nesting(lines)
    zones = {facts["TZID"]: _onsets(part) for part, facts in _parts(lines, "VTIMEZONE")}
    return [
        (_moment(facts, "DTSTART", zones), _moment(facts, "DTEND", zones))
        for _part, facts in _parts(lines, "VEVENT")
    ]


Onsets = list[tuple[datetime, timedelta]]


def _check_nesting(lines: list[str]) -> None:
    path: list[str] = []
    for line in lines:
        if line.startswith("BEGIN:"):
            path.append(line)
        elif line.startswith("END:"):
            assert path.pop().removeprefix("BEGIN") == line.removeprefix("END")
    assert not path


def _parts(lines: list[str], name: str) -> list[tuple[list[str], dict[str, str]]]:
    """Return each part of this name, with its own facts, each of which stands there once."""
    found = []
    begins = [number for number, line in enumerate(lines) if line == f"BEGIN:{name}"]
    for begin in begins:
        part = lines[begin + 1 : lines.index(f"END:{name}", begin)]
        own = "\n".join(part).split("\nBEGIN:")[0].split("\n")
        pairs = [_fact(line) for line in own if not line.startswith("BEGIN:")]
        assert len(dict(pairs)) == len(pairs)
        found.append((part, dict(pairs)))
    return found


def _fact(line: str) -> tuple[str, str]:
    """Return a name and its value; a time zone stays before the value."""
    name, value = re.fullmatch(r'([A-Z-]+)(?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*:(.*)', line).groups()
    zone = re.search(r"^[A-Z]+;TZID=([^:]+):", line)
    return name, f"{zone[1]}:{value}" if zone else value


def _onsets(part: list[str]) -> Onsets:
    kinds = [*_parts(part, "STANDARD"), *_parts(part, "DAYLIGHT")]
    return [(_wall(facts["DTSTART"]), _offset(facts["TZOFFSETTO"])) for _part, facts in kinds]


def _moment(facts: dict[str, str], name: str, zones: dict[str, Onsets]) -> datetime | None:
    if name not in facts:
        return None
    if facts[name].endswith("Z"):
        return _wall(facts[name].removesuffix("Z"))
    zone, _colon, value = facts[name].rpartition(":")
    local = _wall(value)
    _onset, offset = max(onset for onset in zones[zone] if onset[0] <= local)
    return local - offset


def _wall(value: str) -> datetime:
    """Return what a clock shows, as if it showed universal time."""
    return datetime.strptime(f"{value}+0000", "%Y%m%dT%H%M%S%z")


def _offset(value: str) -> timedelta:
    sign = -1 if value[0] == "-" else 1
    return sign * timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))
