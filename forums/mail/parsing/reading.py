"""Reads a whole archive, message by message; a broken one is reported and never stops it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import BinaryIO

from forums.mail.parsing.archive import RawMessage, split_archive
from forums.mail.parsing.message import ParsedMessage, made_identifier, parse_message
from forums.mail.parsing.problems import BrokenMessageError, Problem


@dataclass(frozen=True, slots=True)
class SkippedMessage:
    """A message that is left out, and why; enough to find it in the file."""

    number: int
    problem: Problem
    envelope: str
    end: int


def read_archive(
    stream: BinaryIO, *, now: datetime | None = None
) -> Iterator[ParsedMessage | SkippedMessage]:
    """Read from the stream's position to its end; the same file always gives the same messages.

    Only one message and a fingerprint of each earlier one are held in memory. Raises
    NotAnArchiveError before the first message where the file is not an mbox.
    """
    moment = now or datetime.now(UTC)
    previous_at: datetime | None = None
    known: dict[str, bytes] = {}
    for raw in split_archive(stream):
        read = _told_apart(_read_one(raw, previous_at, moment), raw, known)
        if isinstance(read, ParsedMessage):
            previous_at = read.sent_at
        yield read


def _read_one(
    raw: RawMessage, previous_at: datetime | None, now: datetime
) -> ParsedMessage | SkippedMessage:
    try:
        return parse_message(raw, previous_at=previous_at, now=now)
    except BrokenMessageError as broken:
        return _skip(raw, broken.problem)
    except Exception:  # noqa: BLE001 -- no message may stop the archive
        return _skip(raw, Problem.UNREADABLE)


def _told_apart(
    read: ParsedMessage | SkippedMessage, raw: RawMessage, known: dict[str, bytes]
) -> ParsedMessage | SkippedMessage:
    """Skip a message that came before; give another message with the same identifier a new one."""
    if isinstance(read, SkippedMessage):
        return read
    words = f"{read.author_key}\n{read.subject}\n{read.body_markdown}"
    fingerprint = hashlib.sha256(words.encode()).digest()[:16]
    if known.setdefault(read.message_id, fingerprint) is fingerprint:
        return read
    other_id = made_identifier(raw.content)
    if known[read.message_id] == fingerprint or other_id in known:
        return _skip(raw, Problem.DUPLICATE)
    known[other_id] = fingerprint
    return replace(read, message_id=other_id, problems=(*read.problems, Problem.NEW_MESSAGE_ID))


def _skip(raw: RawMessage, problem: Problem) -> SkippedMessage:
    return SkippedMessage(raw.number, problem, raw.envelope[:200], raw.end)
