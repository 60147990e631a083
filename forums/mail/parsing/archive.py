"""Cuts an mbox file into messages, one at a time, whatever its size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from forums.mail.parsing.problems import NotAnArchiveError

LINE_LIMIT = 65_536  # bytes read at once: a file without line ends must not fill the memory
MESSAGE_BYTES = 1_000_000  # text comes first; what lies beyond is attachments
MESSAGE_LINES = 20_000

_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\x00")
_DATED = re.compile(
    rb"From \S.{0,300}?\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+\d{1,2}\s+"
    rb"\d{1,2}:\d\d(?::\d\d)?\b.{0,40}?\b\d{4}\b"
)
_UNDATED = re.compile(rb"From (?:\S+@\S+|\?\?\?@\?\?\?|-|MAILER-DAEMON)?\s*$")
_FIELD = re.compile(rb"[!-9;-~]{1,80}:")
_FIRST_FIELD = re.compile(
    rb"(?i)(?:from|to|date|subject|received|return-path|message-id|delivered-to|mime-version"
    rb"|x-[a-z-]+|reply-to|sender|content-type|status):"
)


@dataclass(frozen=True, slots=True)
class RawMessage:
    """The bytes of one message, headers and body, without its envelope line.

    ``end`` is how far into the file its last byte lies: what a progress bar shows.
    """

    number: int
    envelope: str
    content: bytes
    end: int
    is_cut: bool = False


class _Gathered:
    """The message being read; what goes beyond the limits is counted, not kept."""

    def __init__(self, number: int, envelope: bytes) -> None:
        self.number = number
        self.envelope = envelope.decode("latin-1").strip()
        self.lines: list[bytes] = []
        self.size = 0
        self.is_cut = False

    def add(self, line: bytes) -> None:
        if self.size + len(line) > MESSAGE_BYTES or len(self.lines) >= MESSAGE_LINES:
            self.is_cut = True
            return
        self.lines.append(line)
        self.size += len(line)

    def finish(self, end: int) -> RawMessage:
        return RawMessage(self.number, self.envelope, b"".join(self.lines), end, self.is_cut)


def split_archive(stream: BinaryIO) -> Iterator[RawMessage]:
    """Read messages in the order of the file, holding one in memory.

    Raises NotAnArchiveError before the first message where the file is not an mbox.
    """
    lines = _lines_with_next(stream)
    first = next(((line, after) for line, after in lines if line.strip()), None)
    gathered = _Gathered(1, _require_envelope(first))
    is_after_blank = False
    for line, after in lines:
        if _starts_message(line, after, is_after_blank=is_after_blank):
            yield gathered.finish(stream.tell() - len(line) - len(after))
            gathered = _Gathered(gathered.number + 1, line)
        else:
            gathered.add(line)
        is_after_blank = not line.strip()
    yield gathered.finish(stream.tell())


def _lines_with_next(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    line = stream.readline(LINE_LIMIT).removeprefix(b"\xef\xbb\xbf")
    while line:
        after = stream.readline(LINE_LIMIT)
        yield line, after
        line = after


def _require_envelope(first: tuple[bytes, bytes] | None) -> bytes:
    reason = NotAnArchiveError.Reason
    if first is None:
        raise NotAnArchiveError(reason.EMPTY)
    if first[0].startswith(_COMPRESSED):
        raise NotAnArchiveError(reason.COMPRESSED)
    if not _starts_message(*first, is_after_blank=True):
        raise NotAnArchiveError(reason.NO_ENVELOPE)
    return first[0]


def _starts_message(line: bytes, after: bytes, *, is_after_blank: bool) -> bool:
    """Tell an envelope line from a sentence that begins with "From"."""
    if not line.startswith(b"From "):
        return False
    if _DATED.match(line):
        return is_after_blank or bool(_FIELD.match(after))
    return is_after_blank and bool(_UNDATED.match(line)) and bool(_FIRST_FIELD.match(after))
