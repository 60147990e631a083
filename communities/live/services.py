"""Telling open sockets that somebody's access may have changed, and that a place has news."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.live.hub import hub
from communities.live.models import AccessChange
from communities.people.models import User

KEPT = timedelta(minutes=10)


def record_access_change(
    *, person: User | None = None, session_key: str = "", place: str = ""
) -> AccessChange:
    """Have every socket concerned look again at what it may receive, once this commits.

    On this process at once, on the others within a second.
    """
    change = AccessChange.objects.create(person=person, session_key=session_key, place=place)
    transaction.on_commit(lambda: hub.look_again(change))
    return change


def notify_place(*, place: str, sequence: int, frame: dict[str, Any]) -> None:
    """Send a frame to every socket in a place, once this commits; it may be lost, the rows may not."""
    transaction.on_commit(lambda: hub.publish(place, sequence, frame))


def forget_access_changes() -> int:
    """Delete what every process has long since read."""
    rows = AccessChange.objects.filter(happened_at__lt=timezone.now() - KEPT)
    return rows.delete()[0]
