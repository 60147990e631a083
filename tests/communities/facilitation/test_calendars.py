"""Sessions as calendar files: three readers understand each of them alike."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from communities.circles.models import Community
from communities.facilitation.calendars import Attendee, Entry, Method, calendar_of
from communities.facilitation.choices import Answer, Mode, Role
from communities.facilitation.formats import shipped
from communities.facilitation.invitations import invitation_uid, named_by, open_uid
from communities.facilitation.models import Session
from communities.facilitation.times import end_of, told_times
from tests.communities.facilitation.calendar_reading import read

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
LENGTH = timedelta(minutes=110)  # of co-development, by its own minutes
ADDRESS = "https://communs.example/sessions/12/"
PARIS = ZoneInfo("Europe/Paris")


def planned(**facts: Any) -> Session:
    community = Community(name=facts.pop("community", "Water for all"))
    wanted = {
        "pk": 12,
        "title": "A session",
        "starts_at": NOON,
        "time_zone": "Europe/Paris",
        "content": shipped()["co-development"],
        "changed_at": NOON - timedelta(days=9),
        **facts,
    }
    return Session(community=community, **wanted)


def entry(session: Session, **facts: Any) -> Entry:
    attendee = Attendee(name="Awa", email="awa@people.example", answer=Answer.WAITING)
    wanted = {"uid": invitation_uid(12, 34), "attendee": attendee, "is_inside": True, **facts}
    return Entry(session=session, address=ADDRESS, **wanted)


def test_length_is_that_of_the_format() -> None:
    session = planned()

    assert end_of(session) == NOON + LENGTH
    assert end_of(planned(lengths={"integration": 5})) == NOON + LENGTH - timedelta(minutes=10)


TITLES = {
    "plain": ("A session", "A session"),
    "long": ("word " * 24 + "end", "word " * 24 + "end"),
    "long without a space": ("x" * 120, "x" * 120),
    "long with accents": ("é" * 120, "é" * 120),
    "accents around the fold": ("a" * 66 + "éàü" * 18, "a" * 66 + "éàü" * 18),
    "Chinese": ("会议" * 60, "会议" * 60),
    "faces": ("👩‍👩‍👧‍👦" * 17, "👩‍👩‍👧‍👦" * 17),
    "Arabic": ("جلسة تطوير مشترك: كيف نصغي؟", "جلسة تطوير مشترك: كيف نصغي؟"),
    "Hebrew among Latin": ("Session שלום (2)", "Session שלום (2)"),
    "commas": ("One, two, three", "One, two, three"),
    "semicolons": ("One; two: three", "One; two: three"),
    "backslashes": ("C:\\new\\table \\, \\; \\\\", "C:\\new\\table \\, \\; \\\\"),
    "a written line end": ("one\\ntwo", "one\\ntwo"),
    "quotes": ("“One” \"two\" 'three'", "“One” \"two\" 'three'"),
    "line ends": ("one\ntwo\r\nthree\rfour", "one two three four"),
    "ends of lines of other worlds": ("a\u2028b\u2029c\x85d\x0be\x0cf", "a b c d e f"),
    "invisible signs": ("a\x00b\x07c\x1b[31m\x7f", "abc[31m"),
    "a forged end": ("x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x END:VEVENT BEGIN:VEVENT"),
    "blanks around": ("  one\t two  ", "one two"),
}


@pytest.mark.parametrize("case", TITLES)
def test_every_title_arrives_as_it_was_written(case: str) -> None:
    written, wanted = TITLES[case]
    session = planned(title=written, community=written, place=written)

    found = read(calendar_of([entry(session)], Method.REQUEST))

    assert [(one.summary, one.location) for one in found] == [(wanted, wanted)]
    assert (found[0].starts, found[0].ends) == (NOON, NOON + LENGTH)


LINK = "https://meet.example/Room,1;x?a=b&c=%2C"
WHERE: dict[str, tuple[dict[str, Any], str]] = {
    "online": ({"mode": Mode.ONLINE, "meeting_url": LINK}, LINK),
    "online without a link": ({"mode": Mode.ONLINE}, ""),
    "on site": ({"mode": Mode.ON_SITE, "place": "Room 1, 2nd floor"}, "Room 1, 2nd floor"),
    "on site, nowhere yet": ({"mode": Mode.ON_SITE}, ""),
    "hybrid": (
        {"mode": Mode.HYBRID, "place": "Room 1", "meeting_url": LINK},
        f"Room 1 – {LINK}",
    ),
    "a long link": ({"meeting_url": f"{LINK}{'y' * 400}"}, f"{LINK}{'y' * 400}"),
}


@pytest.mark.parametrize("case", WHERE)
def test_place_and_link_stand_in_the_location(case: str) -> None:
    facts, wanted = WHERE[case]

    assert read(calendar_of([entry(planned(**facts))]))[0].location == wanted


def test_from_outside_no_link_is_known() -> None:
    session = planned(place="Room 1", meeting_url=LINK, is_public=True)

    text = calendar_of([entry(session, is_inside=False, attendee=None, uid=open_uid(12))])

    assert read(text)[0].location == "Room 1"
    assert "meet.example" not in text.replace("\r\n ", "")
    assert "VALARM" not in text


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Europe/Paris", "13:00"),
        ("Africa/Dakar", "12:00"),
        ("Asia/Kathmandu", "17:45"),
        ("America/Montreal", "07:00"),
        ("Pacific/Auckland", "01:00"),
        ("Africa/Casablanca", "13:00"),
        ("Australia/Lord_Howe", "23:00"),
        ("UTC", "12:00"),
    ],
)
def test_every_zone_is_written_out(zone: str, local: str) -> None:
    session = planned(time_zone=zone)
    text = calendar_of([entry(session)])

    assert (read(text)[0].starts, read(text)[0].ends) == (NOON, NOON + LENGTH)
    assert f"T{local.replace(':', '')}00" in text
    assert ("BEGIN:VTIMEZONE" in text) is (zone != "UTC")


def test_a_zone_that_nobody_knows_is_the_site_s() -> None:
    text = calendar_of([entry(planned(time_zone="Mars/Olympus"))])

    assert read(text)[0].starts == NOON
    assert "Mars" not in text


CHANGES = {
    # zone, beginning in universal time, and how the calendar writes it
    "Paris, an hour before spring": ("Europe/Paris", "2027-03-28T00:00", "20270328T010000"),
    "Paris, a minute before spring": ("Europe/Paris", "2027-03-28T00:59", "20270328T015900"),
    "Paris, as spring begins": ("Europe/Paris", "2027-03-28T01:00", "20270328T030000"),
    "Paris, in the first hour of spring": ("Europe/Paris", "2027-03-28T01:30", "20270328T033000"),
    "Paris, the day after": ("Europe/Paris", "2027-03-29T01:30", "20270329T033000"),
    "Paris, across autumn": ("Europe/Paris", "2026-10-24T23:30", "20261024T233000Z"),
    "Paris, the hour that comes twice": ("Europe/Paris", "2026-10-25T00:30", "20261025T023000"),
    "Paris, the same hour again": ("Europe/Paris", "2026-10-25T01:30", "20261025T013000Z"),
    "Paris, after autumn": ("Europe/Paris", "2026-10-25T02:30", "20261025T033000"),
    "Montreal, into spring": ("America/Montreal", "2027-03-14T06:30", "20270314T013000"),
    "Montreal, in spring": ("America/Montreal", "2027-03-14T07:30", "20270314T033000"),
    "Montreal, the second hour": ("America/Montreal", "2026-11-01T06:30", "20261101T063000Z"),
    "Auckland, into spring": ("Pacific/Auckland", "2026-09-26T13:30", "20260927T013000"),
    "Auckland, in spring": ("Pacific/Auckland", "2026-09-26T14:30", "20260927T033000"),
    "Auckland, the second hour": ("Pacific/Auckland", "2027-04-03T14:30", "20270403T143000Z"),
    "Auckland, over new year": ("Pacific/Auckland", "2026-12-31T10:30", "20261231T233000"),
    "half an hour on Lord Howe": ("Australia/Lord_Howe", "2026-10-03T16:00", "20261004T030000"),
    "no change in Dakar": ("Africa/Dakar", "2027-03-28T01:30", "20270328T013000"),
    "no change in Kathmandu": ("Asia/Kathmandu", "2027-03-28T01:30", "20270328T071500"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_daylight_saving_moves_no_session(case: str) -> None:
    zone, begins, written = CHANGES[case]
    starts = datetime.fromisoformat(begins).replace(tzinfo=UTC)

    text = calendar_of([entry(planned(starts_at=starts, time_zone=zone))], Method.REQUEST)

    found = read(text)[0]
    assert (found.starts, found.ends) == (starts, starts + LENGTH)
    assert re.search(rf"^DTSTART[^:]*:{written}\r$", text, re.MULTILINE)


def test_an_hour_that_no_clock_shows_is_the_next_that_one_does() -> None:
    session = planned(starts_at=datetime(2027, 3, 28, 2, 30, tzinfo=PARIS))

    text = calendar_of([entry(session)])

    assert "DTSTART;TZID=Europe/Paris:20270328T033000" in text
    assert read(text)[0].ends == datetime(2027, 3, 28, 1, 30, tzinfo=UTC) + LENGTH


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_clocks_show_twice_is_kept_apart(fold: int) -> None:
    session = planned(starts_at=datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=PARIS))

    assert read(calendar_of([entry(session)]))[0].starts == datetime(
        2026, 10, 25, fold, 30, tzinfo=UTC
    )


def test_a_cycle_keeps_its_hour_across_the_change() -> None:
    days = [datetime(2027, 3, 4, 18, tzinfo=PARIS) + timedelta(weeks=week) for week in range(8)]
    sessions = [planned(pk=number, starts_at=day) for number, day in enumerate(days)]

    text = calendar_of([entry(one, uid=open_uid(one.pk)) for one in sessions], name="A cycle")

    assert [one.starts for one in read(text)] == [day.astimezone(UTC) for day in days]
    assert len(re.findall(r"^DTSTART;TZID=Europe/Paris:\d+T180000\r$", text, re.MULTILINE)) == 8
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_a_year_s_sessions_in_several_zones_share_a_calendar() -> None:
    zones = ("Europe/Paris", "Asia/Kathmandu", "Pacific/Auckland")
    sessions = [
        planned(
            pk=number, starts_at=NOON + timedelta(days=37 * number), time_zone=zones[number % 3]
        )
        for number in range(20)
    ]

    found = read(calendar_of([entry(one, uid=open_uid(one.pk)) for one in sessions]))

    assert [one.starts for one in found] == [one.starts_at for one in sessions]


def test_a_session_over_days_spans_them_and_blocks_none() -> None:
    session = planned(pace="days")
    text = calendar_of([entry(session)])

    assert read(text)[0].ends == NOON + timedelta(hours=session.read().hours)
    assert "TRANSP:TRANSPARENT" in text
    assert "days" in read(text)[0].description


def test_what_is_over_spans_the_time_it_took_and_rings_no_more() -> None:
    began, ended = NOON + timedelta(minutes=7), NOON + timedelta(hours=1)
    session = planned(pace="days", stage="ended", started_at=began, ended_at=ended)
    text = calendar_of([entry(session)])

    assert [(one.starts, one.ends) for one in read(text)] == [(began, ended)]
    assert "BEGIN:VALARM" not in text
    assert "BEGIN:VALARM" in calendar_of([entry(planned())])
    assert [(one.starts, one.ends) for one in told_times(session)] == [(began, ended)]


def test_without_a_date_it_is_tentative() -> None:
    found = read(calendar_of([entry(planned(starts_at=None))], Method.REQUEST))

    assert [(one.starts, one.ends, one.status) for one in found] == [(None, None, "TENTATIVE")]


def test_nothing_is_a_calendar_too() -> None:
    assert read(calendar_of([], name="Nothing yet")) == []


def test_an_update_and_a_cancellation_are_of_the_same_invitation() -> None:
    invited = calendar_of([entry(planned())], Method.REQUEST)
    moved = calendar_of(
        [entry(planned(ics_sequence=1, starts_at=NOON + timedelta(days=1)))], Method.REQUEST
    )
    off = calendar_of([entry(planned(ics_sequence=2, stage="cancelled"))], Method.CANCEL)

    read_all = [read(text)[0] for text in (invited, moved, off)]
    assert len({one.uid for one in read_all}) == 1
    assert [one.sequence for one in read_all] == [0, 1, 2]
    assert [one.status for one in read_all] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    methods = [
        re.findall(r"^METHOD:(\w+)\r$", text, re.MULTILINE) for text in (invited, moved, off)
    ]
    assert methods == [["REQUEST"], ["REQUEST"], ["CANCEL"]]
    assert "VALARM" not in off


@pytest.mark.parametrize(
    ("answer", "partstat"),
    [
        (Answer.WAITING, "NEEDS-ACTION"),
        (Answer.YES, "ACCEPTED"),
        (Answer.MAYBE, "TENTATIVE"),
        (Answer.NO, "DECLINED"),
    ],
)
def test_the_one_invited_stands_there_with_their_answer(answer: Answer, partstat: str) -> None:
    attendee = Attendee(
        name='Awa "the; one", A: B', email="awa@x.example", answer=answer, role=Role.FACILITATOR
    )

    made = icalendar.Calendar.from_ical(calendar_of([entry(planned(), attendee=attendee)]))

    found = made.walk("VEVENT")[0]["ATTENDEE"]
    assert str(found) == "mailto:awa@x.example"
    facts = {key: found.params[key] for key in ("CN", "PARTSTAT", "ROLE", "RSVP")}
    assert facts == {
        "CN": "Awa ’the; one’, A: B",
        "PARTSTAT": partstat,
        "ROLE": "CHAIR",
        "RSVP": "TRUE",
    }


def test_nothing_of_what_a_session_is_about_goes_out() -> None:
    session = planned(
        question="secret question",
        expected="secret results",
        preparation="secret",
        material="secret",
    )

    assert "secret" not in calendar_of([entry(session)], Method.REQUEST)


def test_the_same_sessions_give_the_same_text() -> None:
    assert calendar_of([entry(planned())]) == calendar_of([entry(planned())])


def test_only_a_genuine_name_names_a_participant() -> None:
    uid = invitation_uid(12, 34)

    assert named_by(uid) == (12, 34)
    assert named_by(uid.replace("session-12.", "session-13.")) is None
    assert named_by(uid.replace(".34.", ".35.")) is None
    assert named_by(uid.replace("@", "x@")) is None
    assert named_by(open_uid(12)) is None
    assert named_by("") is None


def test_times_are_told_by_both_clocks_when_they_differ() -> None:
    session = planned()

    assert [one.zone for one in told_times(session, "Africa/Dakar")] == [
        "Africa/Dakar",
        "Europe/Paris",
    ]
    assert [one.zone for one in told_times(session, "Europe/Berlin")] == ["Europe/Berlin"]
    summer = planned(starts_at=NOON.replace(month=7))
    assert [one.zone for one in told_times(summer, "Africa/Lagos")] == [
        "Africa/Lagos",
        "Europe/Paris",
    ]
    assert [one.zone for one in told_times(session, "Africa/Lagos")] == ["Africa/Lagos"]
