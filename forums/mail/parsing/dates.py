"""Finds when a message was written, from its header or from the envelope line of the archive."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)  # before electronic mail: a clock that was never set
_TOLERANCE = timedelta(days=1)
_COMMENT = re.compile(r"\([^()]{0,60}\)")
_ENVELOPE = re.compile(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s+(?P<day>\d{1,2})\s+"
    r"(?P<time>\d{1,2}:\d\d(?::\d\d)?)\s+(?P<before>\S{1,40}\s+)?(?P<year>\d{4})(?P<after>\s+[+-]\d{4})?"
)


def parse_date(value: str, *, now: datetime) -> datetime | None:
    """Read a Date field; None where it is missing, nonsense, or lies in the future."""
    plain = _COMMENT.sub("", value[:120]).strip()
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = _aware(read(plain))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if _EARLIEST <= moment <= now + _TOLERANCE else None
    return None


def parse_envelope_date(envelope: str, *, now: datetime) -> datetime | None:
    """Read the date of a "From ana@example.org Fri Oct 27 00:16:56 2006" line, UTC if unsaid."""
    found = _ENVELOPE.search(envelope)
    if found is None:
        return None
    zone = found["after"] or found["before"] or "+0000"
    return parse_date(
        f"{found['day']} {found['month']} {found['year']} {found['time']} {zone}", now=now
    )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
