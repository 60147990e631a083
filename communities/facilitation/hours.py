"""Days and hours as people name them in a time zone, and the moments they are."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class NoSuchHourError(ValueError):
    """An hour that a day does not have: the clocks jump over it."""


def moment_of(day: date, hour: time, zone: str) -> datetime:
    """Return the moment of an hour; of one that comes twice in a night, the first.

    Raises ``NoSuchHourError``.
    """
    local = datetime.combine(day, hour.replace(tzinfo=None), tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchHourError
    return moment


def rhythm_of(first: datetime, zone: str, *, days: int, number: int) -> list[datetime]:
    """Return moments at the same hour of the zone, whatever its clocks do between them."""
    local = first.astimezone(ZoneInfo(zone))
    hours = (
        datetime.combine(local.date() + timedelta(days=days * n), local.time(), local.tzinfo)
        for n in range(number)
    )
    return [hour.astimezone(UTC) for hour in hours]


def is_elsewhere(moment: datetime, zone: str) -> bool:
    """Tell whether clocks in the zone show another hour than the reader's."""
    return timezone.localtime(moment).utcoffset() != moment.astimezone(ZoneInfo(zone)).utcoffset()
