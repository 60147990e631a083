"""Time zones: found by name, and written out for calendars that do not know the name.

The library's own ``Timezone.from_tzinfo`` lets daylight saving begin an hour late (it writes the
local time after the change where RFC 5545 wants the one before); once it does not, ``written_zone``
can be dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def zone_named(name: str) -> ZoneInfo:
    """Return a zone; a name that this machine does not know means the site's zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Change:
    """From ``at`` on a zone is ``after`` away from universal time."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


@lru_cache(maxsize=64)
def written_zone(name: str, first_year: int, last_year: int) -> Timezone:
    """Write out what a zone does from the first year to the end of the last; shared, not to change."""
    written = Timezone()
    written.add("TZID", name)
    start = datetime(first_year, 1, 1, tzinfo=UTC) - DAY
    for change in _changes(ZoneInfo(name), start, datetime(last_year + 1, 1, 2, tzinfo=UTC)):
        part = TimezoneDaylight() if change.is_daylight else TimezoneStandard()
        part.add("DTSTART", (change.at + change.before).replace(tzinfo=None))
        part.add("TZOFFSETFROM", change.before)
        part.add("TZOFFSETTO", change.after)
        part.add("TZNAME", change.name)
        written.add_component(part)
    return written


def _changes(zone: tzinfo, first: datetime, last: datetime) -> Iterator[Change]:
    """Yield how a zone stands at first, then each change."""
    now = _standing(zone, first)
    yield _change(zone, first, now[0])
    moment = first
    while moment < last:
        following = moment + DAY
        if _standing(zone, following) != now:
            at = _turn(zone, moment, following)
            yield _change(zone, at, now[0])
            now = _standing(zone, following)
        moment = following


def _turn(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """Find the minute of a change between two moments."""
    old = _standing(zone, before)
    while after - before > MINUTE:
        middle = before + (after - before) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _standing(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _standing(zone: tzinfo, moment: datetime) -> tuple[timedelta, str]:
    local = moment.astimezone(zone)
    return local.utcoffset() or timedelta(), local.tzname() or ""


def _change(zone: tzinfo, at: datetime, before: timedelta) -> Change:
    local = at.astimezone(zone)
    after, name = _standing(zone, at)
    return Change(at, before, after, name, is_daylight=bool(local.dst()))
