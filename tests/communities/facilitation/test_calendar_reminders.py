"""Reminders of sessions: a day before, once, to whom it still concerns."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
import time_machine

from communities.facilitation.choices import Answer
from communities.facilitation.services.answers import answer_invitation
from communities.facilitation.services.calendar_letters import (
    attend_to_calendars,
)
from communities.facilitation.services.planning import (
    cancel_session,
)
from tests.communities.facilitation.calendar_letters import Letters, attend, sent
from tests.communities.facilitation.calendar_scenes import LATER, LINK, NOW, change, plan, seat
from tests.personas import Cast

pytestmark = pytest.mark.usefixtures("clock")
Commits = Callable[..., AbstractContextManager[object]]


def at(moment: datetime, clock: time_machine.Traveller) -> Letters:
    clock.move_to(moment)
    attend_to_calendars(moment)
    return sent()


def reminded(letters: Letters) -> set[str]:
    assert {letter.subject.split()[0] for letter in letters.values()} <= {
        "Soon:",
        "Bientôt\u00a0:",
        "Soon",
    }
    return set(letters)


def test_a_day_before_everybody_is_reminded_once(
    zones: Cast, clock: time_machine.Traveller
) -> None:
    session = plan(zones, zones.boubacar, zones.chloe)
    attend()
    answer_invitation(participant=seat(session, zones.chloe), answer=Answer.NO)

    assert at(LATER - timedelta(hours=25), clock) == {}
    letters = at(LATER - timedelta(hours=24), clock)
    assert set(letters) == {"awa", "boubacar"}
    assert letters["awa"].subject == "Soon: How do we listen?"
    assert LINK in letters["awa"].body
    assert "10:00" in letters["awa"].body
    assert "not said yet" not in letters["awa"].body
    assert at(LATER - timedelta(hours=23), clock) == {}


def test_a_server_that_was_away_reminds_late_but_not_afterwards(
    zones: Cast, clock: time_machine.Traveller
) -> None:
    plan(zones, zones.boubacar)
    attend()

    assert at(LATER, clock) == {}
    assert set(at(LATER - timedelta(minutes=5), clock)) == {"awa", "boubacar"}


def test_who_heard_of_it_yesterday_needs_no_reminder(
    zones: Cast, clock: time_machine.Traveller
) -> None:
    plan(zones, zones.boubacar, starts_at=NOW + timedelta(hours=26))
    attend()

    assert at(NOW + timedelta(hours=3), clock) == {}


def test_a_new_date_is_reminded_of_again(zones: Cast, clock: time_machine.Traveller) -> None:
    session = plan(zones, zones.boubacar)
    attend()
    at(LATER - timedelta(hours=20), clock)
    change(session, starts_at=LATER + timedelta(days=9))
    attend_to_calendars(LATER - timedelta(hours=20))
    sent()

    assert set(at(LATER + timedelta(days=8, hours=1), clock)) == {"awa", "boubacar"}


def test_a_session_called_off_reminds_nobody(zones: Cast, clock: time_machine.Traveller) -> None:
    session = plan(zones, zones.boubacar)
    attend()
    cancel_session(session=session)
    attend()

    assert at(LATER - timedelta(hours=20), clock) == {}
