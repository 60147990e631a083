"""A clock that stands, and people in three time zones, for tests of calendars and their letters."""

from collections.abc import Iterator

import pytest
import time_machine

from communities.people.models import User
from tests.communities.facilitation.calendar_scenes import NOW
from tests.personas import Cast


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """Let the time be that of the scenes."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def zones(clock: time_machine.Traveller, cast: Cast) -> Cast:
    for person, language, zone in (
        (cast.awa, "en", "Europe/Paris"),
        (cast.boubacar, "fr", "Africa/Dakar"),
        (cast.chloe, "en", "Asia/Kathmandu"),
    ):
        User.objects.filter(pk=person.pk).update(language=language, time_zone=zone)
        person.refresh_from_db()
    return cast
