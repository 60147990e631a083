"""Which bytes of a file are asked for (RFC 9110, section 14)."""

import re

_ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
_LONGEST_HEADER = 100


class RangeUnsatisfiableError(Exception):
    """The range begins behind the end."""


def byte_range(header: str, size: int) -> range | None:
    """Return the bytes that a ``Range`` header selects; none means the whole file.

    Several ranges at once, other units and nonsense are ignored, as the RFC allows and advises.
    Raises ``RangeUnsatisfiableError`` for a range outside the file.
    """
    asked = _ONE_RANGE.fullmatch(header) if len(header) <= _LONGEST_HEADER else None
    if asked is None or asked.group(1, 2) == ("", ""):
        return None
    first, last = asked.groups()
    if not first:
        return _ending(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise RangeUnsatisfiableError
    return range(int(first), min(int(last) + 1, size) if last else size)


def _ending(length: int, size: int) -> range | None:
    if length == 0:
        raise RangeUnsatisfiableError
    return range(max(0, size - length), size) if size else None
