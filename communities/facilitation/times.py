"""When a session is, in one's own time zone and in the session's."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from communities.facilitation.models import Session
from communities.facilitation.running import Pace, length_of
from communities.facilitation.zones import zone_named


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A session's beginning and end as the clocks of one zone show them."""

    starts: datetime
    ends: datetime
    zone: str

    @property
    def is_one_day(self) -> bool:
        return self.starts.date() == self.ends.date()


def length_of_session(session: Session) -> timedelta:
    """Return how long all its steps take, by the session's own lengths."""
    pace = Pace(session.pace)
    steps = session.read().steps
    return timedelta(seconds=sum(length_of(step, pace, session.lengths) for step in steps))


def end_of(session: Session) -> datetime | None:
    """Return when a session is planned to end; none while its date is not settled."""
    if session.starts_at is None:
        return None
    # In universal time: a clock that jumps in between shortens no session.
    return session.starts_at.astimezone(UTC) + length_of_session(session)


def span_of(session: Session) -> tuple[datetime, datetime] | None:
    """Return beginning and end: as it was held, once it has ended, else as planned."""
    if session.started_at is not None and session.ended_at is not None:
        return session.started_at, session.ended_at
    ends = end_of(session)
    return (session.starts_at, ends) if session.starts_at and ends else None


def told_times(session: Session, *zones: str) -> list[ToldTime]:
    """Say when a session is in these zones, then in its own; the same clock time is said once."""
    told: list[ToldTime] = []
    span = span_of(session)
    if span is None:
        return told
    starts, ends = span
    for name in (*zones, session.time_zone):
        zone = zone_named(name)
        time = ToldTime(starts.astimezone(UTC).astimezone(zone), ends.astimezone(zone), zone.key)
        if all(not _is_same_clock(time, other) for other in told):
            told.append(time)
    return told


def times_for_page(session: Session, *, is_signed_in: bool) -> list[ToldTime]:
    """Say when a session is; what the clock of a visitor shows is not known."""
    own = [str(timezone.get_current_timezone())] if is_signed_in else []
    return told_times(session, *own)


def _is_same_clock(one: ToldTime, other: ToldTime) -> bool:
    return (one.starts.utcoffset(), one.ends.utcoffset()) == (
        other.starts.utcoffset(),
        other.ends.utcoffset(),
    )
