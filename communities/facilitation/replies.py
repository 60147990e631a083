"""Answers that calendars send by e-mail (RFC 5546 and 6047), read from whatever arrives.

Only the lines that matter are looked at: rules of repetition and time zones, with which a calendar
can keep a reader busy for ever, are never worked out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from icalendar.parser import Contentline

from communities.facilitation.choices import Answer

MOST_BYTES = 1_000_000
MOST_CALENDAR = 256_000
MOST_PARTS = 100
MOST_LINES = 5_000
LONGEST_LINE = 5_000
KINDS = {"text/calendar", "application/ics"}
ANSWERS = {"ACCEPTED": Answer.YES, "TENTATIVE": Answer.MAYBE, "DECLINED": Answer.NO}
WANTED = {"METHOD", "UID", "SEQUENCE", "DTSTAMP", "ATTENDEE", "BEGIN", "END"}
STAMP = "%Y%m%dT%H%M%SZ"

Line = tuple[str, dict[str, str], str]  # name, parameters, value


class NoReplyError(Exception):
    """What arrived answers no invitation; the text says why, for the mail server's log."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a calendar says in one person's name."""

    uid: str
    attendee: str
    answer: Answer
    sequence: int
    stamp: datetime | None


def read_reply(raw: bytes) -> Reply:
    """Read the one reply in an e-mail. Raises ``NoReplyError``."""
    if len(raw) > MOST_BYTES:
        raise NoReplyError("too large")
    if raw.lower().count(b"boundary=") > MOST_PARTS:  # parts within parts take long to take apart
        raise NoReplyError("too many parts")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        calendars = dict.fromkeys(_calendars(message))  # often enclosed twice
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NoReplyError("not a readable e-mail") from error
    replies = {reply for text in calendars for reply in _replies(text)}
    if len(replies) != 1:
        raise NoReplyError("no calendar reply in it" if not replies else "several replies in it")
    return replies.pop()


def _calendars(message: Message) -> Iterator[str]:
    """Yield the text of each calendar, wherever it is enclosed."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            raise NoReplyError("too many parts")
        is_named = (part.get_filename() or "").lower().endswith(".ics")
        if part.is_multipart() or not (part.get_content_type() in KINDS or is_named):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or len(content) > MOST_CALENDAR:
            raise NoReplyError("a calendar too large")
        yield _decoded(part, content)


def _decoded(part: Message | EmailMessage, content: bytes) -> str:
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a character set that nobody knows
        return content.decode("utf-8", "replace")


def _replies(text: str) -> Iterator[Reply]:
    """Yield what each calendar with METHOD:REPLY answers."""
    lines = list(_lines(text))
    methods = {value.strip().upper() for name, _facts, value in lines if name == "METHOD"}
    if methods != {"REPLY"}:
        raise NoReplyError("a calendar, but not a reply")
    for event in _events(lines):
        yield _reply(event)


def _lines(text: str) -> Iterator[Line]:
    """Yield the lines that matter, unfolded."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text.removeprefix("\ufeff"))
    for number, line in enumerate(unfolded.splitlines()):
        if number >= MOST_LINES:
            raise NoReplyError("too many lines")
        name = re.split("[;:]", line[:40], maxsplit=1)[0].strip().upper()
        if name not in WANTED:
            continue
        if len(line) > LONGEST_LINE:
            raise NoReplyError("a line too long")
        try:
            read = Contentline(line.strip())  # type: ignore[no-untyped-call]  # the library's own
            _name, facts, value = read.parts()
        except ValueError as error:
            raise NoReplyError("a broken line") from error
        yield name, {str(key).upper(): str(fact) for key, fact in facts.items()}, str(value)


def _events(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each event, without those of alarms within."""
    path: list[str] = []
    event: list[Line] = []
    for name, facts, value in lines:
        if name == "BEGIN":
            path.append(value.strip().upper())
        elif name == "END":
            if not path or path.pop() != value.strip().upper():
                raise NoReplyError("a broken calendar")
            if value.strip().upper() == "VEVENT":
                yield event
                event = []
        elif path == ["VCALENDAR", "VEVENT"]:
            event.append((name, facts, value))
    if path:
        raise NoReplyError("a calendar cut short")


def _reply(event: list[Line]) -> Reply:
    """Make a reply of an event's lines, each of which may stand there once."""
    found = {name: (facts, value.strip()) for name, facts, value in event}
    if len(found) < len(event) or not {"UID", "ATTENDEE"} <= set(found):
        raise NoReplyError("not the reply of one person to one event")
    facts, address = found["ATTENDEE"]
    answer = ANSWERS.get(facts.get("PARTSTAT", "").upper())
    if answer is None:
        raise NoReplyError("neither accepted nor declined")
    return Reply(
        uid=found["UID"][1],
        attendee=re.sub(r"^mailto:", "", address, flags=re.IGNORECASE).strip().lower(),
        answer=answer,
        sequence=_sequence(found.get("SEQUENCE", ({}, "0"))[1]),
        stamp=_stamp(found.get("DTSTAMP", ({}, ""))[1]),
    )


def _sequence(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise NoReplyError("a sequence that is no number")
    return int(value)


def _stamp(value: str) -> datetime | None:
    try:
        return datetime.strptime(value, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
