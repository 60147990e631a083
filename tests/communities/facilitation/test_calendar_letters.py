"""Letters about sessions: to those who take part, once about each change, in their own words."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command

from communities.circles.services.membership import remove_member
from communities.facilitation.choices import Role
from communities.facilitation.models import Participant, Session
from communities.facilitation.services.calendar_letters import (
    attend_to_calendars,
    tell_of_session,
)
from communities.facilitation.services.planning import (
    cancel_session,
    seat_participant,
    unseat_participant,
)
from communities.people.models import User
from tests.communities.facilitation.calendar_letters import attend, enclosed, event, sent
from tests.communities.facilitation.calendar_scenes import LATER, LINK, NOW, change, plan
from tests.personas import Cast

pytestmark = pytest.mark.usefixtures("clock")
Commits = Callable[..., AbstractContextManager[object]]


def test_planning_writes_to_everybody_once_in_the_background(
    zones: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        plan(zones, zones.boubacar, zones.chloe)
        assert mail.outbox == []

    assert set(sent()) == {"awa", "boubacar", "chloe"}
    assert attend() == {}


def test_an_invitation_says_what_is_to_know_and_not_the_question(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)

    letter = attend()["boubacar"]

    assert "How do we listen?" in letter.subject
    words = letter.body
    for wanted in (session.get_absolute_url(), LINK, "Room 1", "A plan", "Think of a case"):
        assert wanted in words
    assert "jeudi 10 décembre 2026" in words
    assert "09:00" in words  # Dakar
    assert "10:00" in words  # Paris
    assert "(Africa/Dakar)" in words
    assert "(Europe/Paris)" in words
    whole = str(letter.message()) + "".join(part for _kind, _method, part in enclosed(letter))
    assert "secret question" not in whole
    assert "Auto-Submitted" in letter.message()


def test_a_letter_carries_its_calendar_twice(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)

    parts = enclosed(attend()["boubacar"])

    assert [(kind, method) for kind, method, _words in parts] == [
        ("text/plain", ""),
        ("text/calendar", "REQUEST"),
        ("application/ics", ""),
    ]
    assert parts[1][2].replace("\r\n", "\n") == parts[2][2].replace("\r\n", "\n")
    assert "\r\n" in parts[2][2]
    found = icalendar.Calendar.from_ical(parts[1][2]).walk("VEVENT")[0]
    assert str(found["ATTENDEE"]) == "mailto:boubacar@people.example"
    assert found["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert found.decoded("DTSTART") == session.starts_at
    addresses = [line for line in parts[1][2].splitlines() if "people.example" in line]
    assert len(addresses) == 1


def test_letters_are_light(zones: Cast) -> None:
    plan(zones, zones.boubacar, expected="é" * 500, preparation="à" * 1000)

    assert max(len(letter.message().as_bytes()) for letter in attend().values()) <= 20_000


def test_a_title_can_add_no_line_to_a_letter(zones: Cast) -> None:
    plan(zones, zones.boubacar, title="One\r\nBcc: all@people.example\n\nTwo", place="A\nB")

    letter = attend()["awa"]

    assert letter.subject == "Invitation: One Bcc: all@people.example Two"
    assert letter.message()["Bcc"] is None


def test_a_change_is_told_once_more_with_the_same_name(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)
    first = event(attend()["boubacar"])
    change(session, starts_at=LATER + timedelta(days=1))

    letters = attend()

    second = event(letters["boubacar"])
    assert letters["awa"].subject == "Changed: How do we listen?"
    assert (second.uid, second.sequence) == (first.uid, first.sequence + 1)
    assert second.starts == LATER + timedelta(days=1)
    assert attend() == {}


def test_two_changes_before_the_letter_are_one_letter(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)
    attend()
    change(session, title="A")
    change(session, title="B")

    assert event(attend()["boubacar"]).sequence == 2
    assert attend() == {}


def test_who_is_seated_later_is_invited_then(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)
    attend()
    seat_participant(session=session, person=zones.chloe, role=Role.CONSULTANT, by=zones.awa)

    assert {name: letter.subject for name, letter in attend().items()} == {
        "chloe": "Invitation: How do we listen?"
    }


def test_without_a_date_nobody_is_written_to_until_there_is_one(zones: Cast) -> None:
    session = plan(zones, zones.boubacar, starts_at=None)
    assert attend() == {}
    change(session)

    letters = attend()

    assert letters["awa"].subject == "Invitation: How do we listen?"
    assert event(letters["boubacar"]).starts == LATER


def test_a_date_taken_back_leaves_the_calendar_and_comes_back(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)
    first = event(attend()["boubacar"])
    change(session, starts_at=None)

    put_off = attend()["awa"]
    assert put_off.subject == "Put off: How do we listen?"
    assert enclosed(put_off)[1][1] == "CANCEL"
    change(session, starts_at=LATER)
    again = event(attend()["boubacar"])

    assert (again.uid, again.sequence, again.starts) == (first.uid, 2, LATER)


def test_a_cancellation_is_told_to_those_who_were_invited(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)
    first = event(attend()["boubacar"])
    seat_participant(session=session, person=zones.chloe, role=Role.CONSULTANT, by=zones.awa)
    cancel_session(session=session)

    letters = attend()

    assert set(letters) == {"awa", "boubacar"}
    assert letters["awa"].subject == "Cancelled: How do we listen?"
    last = event(letters["boubacar"])
    assert (last.uid, last.status, last.sequence) == (first.uid, "CANCELLED", 1)
    assert enclosed(letters["boubacar"])[1][1] == "CANCEL"
    assert attend() == {}


def test_who_is_taken_off_the_list_loses_the_entry_and_learns_nothing_new(
    zones: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    session = plan(zones, zones.boubacar)
    first = event(attend()["boubacar"])
    change(session, title="Among ourselves", place="Elsewhere")
    with django_capture_on_commit_callbacks(execute=True):
        unseat_participant(session=session, person=zones.boubacar)

    letter = sent()["boubacar"]

    last = event(letter)
    assert (last.uid, last.status, last.summary) == (first.uid, "CANCELLED", "Water for all")
    assert last.sequence > first.sequence
    assert enclosed(letter)[1][1] == "CANCEL"
    whole = letter.body + letter.subject + letter.alternatives[0].content
    assert not {"ourselves", "Elsewhere"} & set(re.split(r"\W", whole))


def test_who_never_heard_of_it_hears_nothing_when_taken_off(
    zones: Cast, django_capture_on_commit_callbacks: Commits
) -> None:
    session = plan(zones, zones.boubacar)
    with django_capture_on_commit_callbacks(execute=True):
        unseat_participant(session=session, person=zones.boubacar)

    assert sent() == {}


def test_cancelled_before_anybody_was_told_is_no_letter(zones: Cast) -> None:
    cancel_session(session=plan(zones, zones.boubacar))

    assert attend() == {}


@pytest.mark.parametrize("why", ["suspended", "without an address", "removed"])
def test_no_letter_reaches_who_may_read_no_more(zones: Cast, why: str) -> None:
    plan(zones, zones.boubacar)
    if why == "removed":
        remove_member(community=zones.community, person=zones.boubacar, by=zones.awa, reason="")
    else:
        left = {"is_active": False} if why == "suspended" else {"email": None}
        User.objects.filter(pk=zones.boubacar.pk).update(**left)

    assert set(attend()) == {"awa"}


def test_a_session_that_was_is_not_told(zones: Cast, clock: time_machine.Traveller) -> None:
    session = plan(zones, zones.boubacar)
    clock.move_to(LATER + timedelta(hours=3))

    assert attend_to_calendars(LATER + timedelta(hours=3)) == 0
    assert tell_of_session(session, LATER + timedelta(hours=3)) == 0


def test_two_workers_at_once_write_one_letter(zones: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first sends, the second looks: it finds everything claimed."""
    session = plan(zones, zones.boubacar)
    stale = Participant.objects.filter(session=session)
    looks: list[int] = []
    send = EmailMultiAlternatives.send

    def send_slowly(letter: EmailMultiAlternatives, *args: Any) -> int:
        looks.append(tell_of_session(session, NOW) if not looks else 0)
        return send(letter, *args)

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_slowly)
    tell_of_session(session, NOW)

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "awa@people.example",
        "boubacar@people.example",
    ]
    assert set(stale.values_list("told_sequence", flat=True)) == {0}


def test_the_clock_of_the_site_attends_to_calendars(zones: Cast) -> None:
    plan(zones, zones.boubacar)

    call_command("tick")

    assert set(sent()) == {"awa", "boubacar"}


@pytest.mark.parametrize("count", [1, 3])
def test_nothing_to_tell_costs_two_questions(
    zones: Cast, count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _number in range(count):
        plan(zones, zones.boubacar)
    attend_to_calendars(NOW)

    with django_assert_num_queries(2):
        attend_to_calendars(NOW)


def test_everybody_s_language_has_every_letter(zones: Cast) -> None:
    """Each letter of a session's whole life, without a gap in its words."""
    session = plan(zones, zones.boubacar, pace="days", preparation="", expected="")
    letters = list(attend().values())
    change(session, pace="days")
    letters += attend().values()
    cancel_session(session=session)
    letters += attend().values()

    assert len(letters) == 6
    for letter in letters:
        assert "\n\n\n" not in letter.body
        assert "None" not in letter.body
        assert "{" not in letter.body


def test_roles_are_told(zones: Cast) -> None:
    plan(zones, zones.boubacar)

    letters = attend()

    assert "facilitator" in letters["awa"].body
    assert "client" in letters["boubacar"].body


def test_sessions_of_a_session_model_are_left_as_they_were(zones: Cast) -> None:
    session = plan(zones, zones.boubacar)
    before = Session.objects.values().get(pk=session.pk)
    attend()

    assert Session.objects.values().get(pk=session.pk) == before
