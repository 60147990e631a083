"""Cycles: all sessions planned at once, the same hour all year, and a role that goes round."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client

from communities.circles.models import Community, InvitedList
from communities.facilitation.choices import Role
from communities.facilitation.hours import NoSuchHourError, moment_of, rhythm_of
from communities.facilitation.models import Cycle, Session
from communities.facilitation.services.duplicating import duplicate_session
from communities.facilitation.services.planning import seat_participant
from communities.people.models import User
from communities.policy import Audience
from tests.communities.facilitation.plans import (
    CYCLE,
    ended,
    roles_of,
    second_core_member,
    written,
)
from tests.factories.communities import MembershipFactory
from tests.factories.people import PersonFactory
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]


def cycle_words(cast: Cast, **facts: object) -> dict[str, object]:
    people = {cast.boubacar: "consultant", cast.chloe: "consultant"}
    return written(people, title="One year together") | {"days": "7"} | facts


@pytest.fixture
def cycle(cast: Cast, client_of: ClientOf) -> Cycle:
    """A cycle of three weekly sessions, across the change to summer time."""
    words = cycle_words(cast, date="2027-03-22", number="3", question="How do we learn?")
    client_of(cast.awa).post(CYCLE, words)
    return Cycle.objects.get()


@pytest.mark.parametrize("n", range(3))
def test_a_weekly_session_stays_at_its_hour_when_the_clocks_change(cycle: Cycle, n: int) -> None:
    session = cycle.sessions.order_by("starts_at")[n]

    assert session.starts_at is not None
    local = session.starts_at.astimezone(ZoneInfo("Europe/Paris"))
    assert f"{local:%Y-%m-%d %H:%M}" == f"2027-0{'334'[n]}-{('22', '29', '05')[n]} 18:00"
    assert session.starts_at.hour == (17, 16, 16)[n]


def test_a_cycle_is_planned_whole(cycle: Cycle, cast: Cast, client_of: ClientOf) -> None:
    assert (cycle.name, cycle.question) == ("One year together", "How do we learn?")
    assert (cycle.starts_on, cycle.ends_on) == (date(2027, 3, 22), date(2027, 4, 5))
    assert cycle.facilitator == cast.awa
    titles = [session.title for session in cycle.sessions.order_by("starts_at")]
    assert titles == [f"One year together, session {n}" for n in (1, 2, 3)]
    expected = {"Awa": "facilitator", "Boubacar": "consultant", "Chloe": "consultant"}
    assert [roles_of(session) for session in cycle.sessions.all()] == [expected] * 3
    for person in (cast.awa, cast.chloe):
        assert client_of(person).get(cycle.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["diego", "esther", "fatou", "gustave", "hawa", None])
def test_nobody_else_learns_of_a_cycle(
    cycle: Cycle, cast: Cast, client_of: ClientOf, name: str | None
) -> None:
    client = client_of(
        second_core_member(cast) if name == "hawa" else getattr(cast, name or "", None)
    )

    assert client.get(cycle.get_absolute_url()).status_code == 404
    for show in ("coming", "cycles"):
        shown = client.get(f"/communities/water/sessions/?show={show}").content.decode()
        assert "One year together" not in shown


def test_who_leaves_the_community_reads_the_cycle_no_more(
    cycle: Cycle, cast: Cast, client_of: ClientOf
) -> None:
    assert cycle.read_audience == Audience.SIGNED_IN
    client_of(cast.chloe).post("/communities/water/circle/", {"circle": "leave"})

    assert client_of(cast.chloe).get(cycle.get_absolute_url()).status_code == 404


def test_there_are_as_many_sessions_as_people_who_can_be_client(
    cast: Cast, client_of: ClientOf
) -> None:
    client_of(cast.awa).post(CYCLE, cycle_words(cast, days="28"))

    assert Cycle.objects.get().sessions.count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"date": "", "hour": ""},
        {"days": "0"},
        {"days": "9" * 30},
        {"number": "31"},
        {"number": "0"},
        {"title": ""},
        {"capacity": "2"},
    ],
)
def test_a_cycle_that_cannot_be_leaves_nothing_behind(
    cast: Cast, client_of: ClientOf, facts: dict[str, str]
) -> None:
    answer = client_of(cast.awa).post(CYCLE, cycle_words(cast) | {"question": "My words"} | facts)

    assert answer.status_code == 400
    assert "My words" in answer.content.decode()
    assert not Cycle.objects.exists()
    assert not Session.objects.exists()
    assert not InvitedList.objects.exists()


def test_the_page_says_whose_turn_it_is(cycle: Cycle, cast: Cast, client_of: ClientOf) -> None:
    first, second, _third = cycle.sessions.order_by("starts_at")
    seat_participant(session=first, person=cast.chloe, role=Role.CLIENT, by=cast.awa)
    seat_participant(session=second, person=cast.boubacar, role=Role.CLIENT, by=cast.awa)
    ended(first)

    turns = client_of(cast.boubacar).get(cycle.get_absolute_url()).context["turns"]
    people = client_of(cast.awa).get(f"{second.get_absolute_url()}participants/").context["seats"]

    assert [(str(turn.person), *turn.both) for turn in turns] == [
        ("Boubacar", [], [second]),
        ("Chloe", [first], []),
    ]
    times = {str(seat.person): number for seat, number in people}
    assert times == {"Awa": 0, "Boubacar": 0, "Chloe": 1}


def test_a_duplicate_stretches_the_cycle(cycle: Cycle, cast: Cast) -> None:
    last = cycle.sessions.order_by("-starts_at")[0]

    made = duplicate_session(
        session=last,
        by=cast.awa,
        title="One more",
        starts_at=datetime(2027, 5, 3, 22, 30, tzinfo=UTC),
        time_zone="Europe/Paris",
    )

    cycle.refresh_from_db()
    assert made.cycle == cycle
    assert cycle.ends_on == date(2027, 5, 4)


@pytest.mark.parametrize(("members", "warns"), [(7, True), (8, False), (12, False), (13, True)])
def test_a_learning_group_of_an_odd_size_is_told_so(
    cast: Cast,
    client_of: ClientOf,
    members: int,
    warns: bool,  # noqa: FBT001 -- a test's parameter
) -> None:
    Community.objects.filter(pk=cast.community.pk).update(form=Community.Form.CAP)
    people = [PersonFactory() for _one in range(members - 1)]
    for person in people:
        MembershipFactory(community=cast.community, person=person)
    words = written(dict.fromkeys(people, "consultant"), title="Ours", days="7", number="1")

    client_of(cast.awa).post(CYCLE, words)
    shown = client_of(cast.awa).get(Cycle.objects.get().get_absolute_url())

    assert shown.context["is_odd_size"] is warns
    assert ("works best with 8 to 12" in shown.content.decode()) is warns


def test_an_hour_that_clocks_jump_over_is_none() -> None:
    day, clock = date(2027, 3, 28), datetime(2027, 1, 1, 2, 30).time()  # noqa: DTZ001 -- an hour of a clock

    with pytest.raises(NoSuchHourError):
        moment_of(day, clock, "Europe/Paris")
    twice = moment_of(date(2027, 10, 31), clock, "Europe/Paris")
    assert twice == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    first = moment_of(date(2027, 3, 27), clock, "Europe/Paris")
    hours = [one.hour for one in rhythm_of(first, "Europe/Paris", days=1, number=3)]
    assert hours == [1, 1, 0]  # 2:30, then 3:30 for the hour that is missing, then 2:30


def test_the_page_costs_the_same_however_long_the_cycle(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: Callable
) -> None:
    costs = []
    for number in (1, 3):
        client_of(cast.awa).post(CYCLE, cycle_words(cast, number=str(number)))
        made = Cycle.objects.latest("pk")
        for session in made.sessions.all():
            seat_participant(session=session, person=cast.chloe, role=Role.CLIENT, by=cast.awa)
        client = client_of(cast.chloe)
        for address in (made.get_absolute_url(), "/communities/water/sessions/?show=cycles"):
            cache.clear()
            with django_assert_max_num_queries(12) as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))

    assert costs[:2] == costs[2:]
