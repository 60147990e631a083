"""Calendar pages and feeds: one's own, a community's, and what a secret address gives."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from communities.circles.models import Membership
from communities.circles.services.membership import remove_member
from communities.facilitation.choices import Answer
from communities.facilitation.models import CalendarKey, DateAnswer, DateOption, Participant
from communities.facilitation.services.answers import answer_invitation
from communities.facilitation.services.planning import cancel_session
from communities.people.models import User
from communities.people.services.closing import close_account
from communities.policy import Audience, Circle
from tests.communities.facilitation.calendar_reading import read
from tests.communities.facilitation.calendar_scenes import LATER, LINK, NOW, plan, seat
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]
MAKE = {"act": "make"}


@pytest.fixture(autouse=True)
def _clock(db: None) -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def secret_address(client: Client) -> str:
    page = client.post("/calendar/address/", MAKE).content.decode()
    found = re.search(r'value="http://localhost:8000(/calendar/feed/[\w-]+\.ics)"', page)
    assert found
    return found[1]


def titles(text: bytes) -> list[str]:
    return [one.summary for one in read(text.decode())]


def test_one_s_own_sessions_stand_by_month(cast: Cast, client_of: ClientOf) -> None:
    plan(cast, cast.boubacar, title="In December")
    plan(cast, cast.boubacar, title="In March", starts_at=LATER + timedelta(days=100))
    plan(cast, cast.boubacar, title="Long ago", starts_at=NOW - timedelta(days=9))
    plan(cast, cast.chloe, title="Not mine")

    page = client_of(cast.boubacar).get("/calendar/").content.decode()
    earlier = client_of(cast.boubacar).get("/calendar/?show=earlier").content.decode()

    assert re.findall(r"<h3>(.*?)</h3>", page) == ["December 2026", "March 2027"]
    assert "In December" in page
    assert "Long ago" not in page
    assert "Long ago" in earlier
    assert "In December" not in earlier
    assert "Not mine" not in page + earlier


def test_what_waits_for_me_is_answered_from_there(cast: Cast, client_of: ClientOf) -> None:
    session, client = plan(cast, cast.boubacar), client_of(cast.boubacar)
    assert 'name="answer"' in client.get("/calendar/").content.decode()

    answer = client.post(
        f"/sessions/{session.pk}/answer/", {"answer": "maybe", "from": "calendar"}, follow=True
    )

    assert answer.redirect_chain == [("/calendar/", 302)]
    assert 'name="answer"' not in answer.content.decode()
    assert seat(session, cast.boubacar).answer == Answer.MAYBE


def test_dates_to_choose_from_wait_too(cast: Cast, client_of: ClientOf) -> None:
    session, client = plan(cast, cast.boubacar, starts_at=None), client_of(cast.boubacar)
    option = DateOption.objects.create(session=session, starts_at=LATER)
    assert "Say which of the dates suit you." in client.get("/calendar/").content.decode()

    DateAnswer.objects.create(
        option=option, participant=seat(session, cast.boubacar), availability="yes"
    )

    assert "Waiting for you" not in client.get("/calendar/").content.decode()


def test_a_community_s_calendar_tells_what_one_may_hear_of(cast: Cast, client_of: ClientOf) -> None:
    plan(cast, cast.boubacar, title="Closed")
    plan(cast, title="Open", is_public=True)

    seen = {
        name: re.findall(
            r'row-title"><a[^>]*>(.*?)</a>',
            client_of(person).get("/communities/water/calendar/").content.decode(),
        )
        for name, person in [("boubacar", cast.boubacar), ("chloe", cast.chloe), ("nobody", None)]
    }

    assert seen == {"boubacar": ["Closed", "Open"], "chloe": ["Open"], "nobody": ["Open"]}


def test_from_outside_place_and_hour_are_known_and_no_link(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, cast.boubacar, is_public=True)
    address = f"/sessions/{session.pk}/calendar.ics"

    outside = client_of(None).get(address).content.decode()
    inside = client_of(cast.boubacar).get(address).content.decode()

    assert LINK not in outside.replace("\r\n ", "")
    assert "people.example" not in outside
    assert read(outside)[0].location == "Room 1"
    assert LINK in inside.replace("\r\n ", "")
    assert "PARTSTAT=NEEDS-ACTION" in inside.replace("\r\n ", "")
    assert "METHOD:REQUEST" in inside
    assert "secret question" not in inside + outside


def test_a_session_without_a_date_is_no_calendar(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, cast.boubacar, starts_at=None)

    answer = client_of(cast.boubacar).get(f"/sessions/{session.pk}/calendar.ics")

    assert answer.status_code == 404


def test_a_community_s_feed_holds_its_open_sessions(cast: Cast, client_of: ClientOf) -> None:
    plan(cast, cast.boubacar, title="Closed")
    plan(cast, title="Open", is_public=True)
    address = "/communities/water/calendar.ics"

    for person in (None, cast.boubacar):
        answer = client_of(person).get(address)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert titles(answer.content) == ["Open"]
        assert LINK not in answer.content.decode().replace("\r\n ", "")


def test_a_hidden_community_has_no_calendar_for_others(cast: Cast, client_of: ClientOf) -> None:
    cast.community.read_audience = Audience.OUTER
    cast.community.save()
    plan(cast, title="Open", is_public=True)

    for address in ("/communities/water/calendar.ics", "/communities/water/calendar/"):
        assert client_of(None).get(address).status_code == 404
        assert client_of(cast.esther).get(address).status_code == 404
        assert client_of(cast.chloe).get(address).status_code == 200


@pytest.mark.parametrize("read", [Audience.PUBLIC, Audience.SIGNED_IN, Audience.OUTER])
def test_an_address_for_calendars_is_offered_where_they_can_read_it(
    cast: Cast, client_of: ClientOf, read: Audience
) -> None:
    cast.community.read_audience = read
    cast.community.save()

    page = client_of(cast.chloe).get("/communities/water/calendar/").content.decode()
    status = client_of(None).get("/communities/water/calendar.ics").status_code

    assert ("/communities/water/calendar.ics" in page) is (status == 200)
    assert ('href="/calendar/">My calendar</a></p>' in page) is (status == 404)


def test_a_secret_address_gives_one_s_own_sessions(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, cast.boubacar, title="Mine")
    plan(cast, cast.chloe, title="Not mine")
    plan(cast, cast.boubacar, title="No date", starts_at=None)
    declined = plan(cast, cast.boubacar, title="Declined")
    answer_invitation(participant=seat(declined, cast.boubacar), answer=Answer.NO)

    answer = client_of(None).get(secret_address(client_of(cast.boubacar)))

    assert titles(answer.content) == ["Mine"]
    text = answer.content.decode().replace("\r\n ", "")
    assert "METHOD:PUBLISH" in text
    assert "ATTENDEE" not in text
    assert LINK in text
    assert session.get_absolute_url() in text
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_address_is_shown_once_and_only_its_hash_is_kept(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.boubacar)

    token = secret_address(client).split("/")[-1].removesuffix(".ics")

    assert token not in client.get("/calendar/").content.decode()
    assert token not in str(CalendarKey.objects.values())
    assert "no-store" in client.post("/calendar/address/", MAKE).headers["Cache-Control"]


def test_a_new_address_ends_the_old_and_withdrawing_ends_all(
    cast: Cast, client_of: ClientOf
) -> None:
    plan(cast, cast.boubacar)
    client, anybody = client_of(cast.boubacar), client_of(None)
    old = secret_address(client)
    new = secret_address(client)

    assert anybody.get(old).status_code == 404
    assert anybody.get(new).status_code == 200
    client.post("/calendar/address/", {"act": "withdraw"})
    assert anybody.get(new).status_code == 404
    assert not CalendarKey.objects.exists()


@pytest.mark.parametrize("token", ["x", "", "%00", "a" * 5000, "..%2f..%2fetc", "é"])
def test_a_forged_address_leads_nowhere(cast: Cast, client_of: ClientOf, token: str) -> None:
    secret_address(client_of(cast.boubacar))

    assert client_of(None).get(f"/calendar/feed/{token}.ics").status_code in {400, 404}


def test_a_feed_obeys_access_at_the_moment_of_asking(cast: Cast, client_of: ClientOf) -> None:
    plan(cast, cast.boubacar)
    address, anybody = secret_address(client_of(cast.boubacar)), client_of(None)
    assert len(titles(anybody.get(address).content)) == 1

    remove_member(community=cast.community, person=cast.boubacar, by=cast.awa, reason="")
    assert Participant.objects.filter(person=cast.boubacar).exists()
    assert titles(anybody.get(address).content) == []

    User.objects.filter(pk=cast.boubacar.pk).update(is_active=False)
    assert anybody.get(address).status_code == 404


def test_a_farther_circle_is_enough_to_lose_it(cast: Cast, client_of: ClientOf) -> None:
    """A session in a community that only its inner circle may know of."""
    cast.community.read_audience = Audience.INNER
    cast.community.save()
    plan(cast, cast.boubacar)
    address = secret_address(client_of(cast.boubacar))
    assert len(titles(client_of(None).get(address).content)) == 1

    Membership.objects.filter(person=cast.boubacar).update(circle=Circle.OUTER)

    assert titles(client_of(None).get(address).content) == []


def test_a_closed_account_leaves_no_address(cast: Cast, client_of: ClientOf) -> None:
    address = secret_address(client_of(cast.boubacar))

    close_account(person=cast.boubacar)

    assert not CalendarKey.objects.exists()
    assert client_of(None).get(address).status_code == 404


def test_what_did_not_change_is_not_sent_again(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, cast.boubacar)
    address, anybody = secret_address(client_of(cast.boubacar)), client_of(None)
    etag = anybody.get(address).headers["ETag"]

    again = anybody.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    cancel_session(session=session)
    after = anybody.get(address, headers={"if-none-match": etag})
    assert after.status_code == 200
    assert [one.status for one in read(after.content.decode())] == ["CANCELLED"]


def test_asking_without_end_is_slowed_down(cast: Cast, client_of: ClientOf) -> None:
    anybody = client_of(None)
    for _once in range(120):
        assert anybody.get("/calendar/feed/forged.ics").status_code == 404

    answer = anybody.get("/calendar/feed/forged.ics")

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    "address",
    ["/calendar/", "/calendar/?show=earlier", "/communities/water/calendar/", "/", "feed"],
)
def test_questions_do_not_grow_with_sessions(
    cast: Cast, client_of: ClientOf, address: str, django_assert_max_num_queries: Callable
) -> None:
    client = client_of(cast.boubacar)
    asked = secret_address(client) if address == "feed" else address
    costs = []
    for _count in (1, 3):
        for title in ("One", "Two"):
            plan(cast, cast.boubacar, title=title)
            plan(cast, cast.boubacar, title=title, starts_at=NOW - timedelta(days=9))
            unsettled = plan(cast, cast.boubacar, title=title, starts_at=None)
            DateOption.objects.create(session=unsettled, starts_at=LATER)
        with django_assert_max_num_queries(12) as queries:
            assert client.get(asked).status_code == 200
        costs.append(len(queries))

    assert len(set(costs)) == 1, costs


def test_a_full_calendar_is_light(cast: Cast, client_of: ClientOf) -> None:
    for number in range(30):
        plan(cast, cast.boubacar, starts_at=LATER + timedelta(days=number), title=f"{number} " * 20)
    client = client_of(cast.boubacar)

    page = client.get("/calendar/", headers={"accept-encoding": "gzip"})
    feed = client.get(secret_address(client), headers={"accept-encoding": "gzip"})

    assert len(page.content) <= 14_000
    assert len(feed.content) <= 14_000


def test_the_first_page_names_three_sessions_for_one_question(
    cast: Cast, client_of: ClientOf
) -> None:
    for number in range(4):
        plan(
            cast, cast.boubacar, title=f"Session {number}", starts_at=LATER + timedelta(days=number)
        )
    client = client_of(cast.boubacar)

    page = client.get("/").content.decode()

    assert "My next sessions" in page
    assert re.findall(r">Session (\d)</a>", page) == ["0", "1", "2"]
    assert "My next sessions" not in client_of(cast.esther).get("/").content.decode()


def test_pages_say_the_hour_by_both_clocks(cast: Cast, client_of: ClientOf) -> None:
    User.objects.filter(pk=cast.boubacar.pk).update(time_zone="Asia/Kathmandu")
    plan(cast, cast.boubacar)

    page = client_of(User.objects.get(pk=cast.boubacar.pk)).get("/calendar/").content.decode()

    assert 'datetime="2026-12-10T14:45:00+05:45"' in page
    assert "14:45" in page
    assert "(Asia/Kathmandu)" in page
    assert "(Europe/Paris)" in page
    assert "10:00" in page


@pytest.mark.parametrize("answer", ["yes", "maybe", "no"])
def test_an_answer_on_the_page_of_the_session(cast: Cast, client_of: ClientOf, answer: str) -> None:
    session, client = plan(cast, cast.boubacar), client_of(cast.boubacar)
    address = session.get_absolute_url()

    kept = client.post(f"{address}answer/", {"answer": answer})

    assert kept.url == address
    assert seat(session, cast.boubacar).answer == answer
    page = client.get(address).content.decode()
    pressed = re.findall(r'value="(\w+)" aria-pressed="true"', page)
    assert pressed == [answer]


@pytest.mark.parametrize("answer", ["", "waiting", "YES", "x" * 9000, "\0", "9" * 30])
def test_no_other_word_is_an_answer(cast: Cast, client_of: ClientOf, answer: str) -> None:
    session = plan(cast, cast.boubacar)

    refused = client_of(cast.boubacar).post(
        f"/sessions/{session.pk}/answer/", {"answer": answer}, follow=True
    )

    assert "Choose one of the answers." in refused.content.decode()
    assert seat(session, cast.boubacar).answer == Answer.WAITING


def test_only_participants_answer(cast: Cast, client_of: ClientOf) -> None:
    closed, opened = plan(cast, cast.boubacar), plan(cast, is_public=True)

    yes = {"answer": "yes"}
    assert client_of(cast.chloe).post(f"/sessions/{closed.pk}/answer/", yes).status_code == 404
    assert client_of(cast.chloe).post(f"/sessions/{opened.pk}/answer/", yes).status_code == 403
    assert client_of(None).post(f"/sessions/{opened.pk}/answer/", yes).status_code == 302


def test_a_place_that_was_given_away_is_not_taken_back(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, cast.boubacar, capacity=2)
    client, address = client_of(cast.boubacar), f"/sessions/{session.pk}/"
    client.post(f"{address}answer/", {"answer": "no"})
    session.is_public = True
    session.save()
    client_of(cast.chloe).post(f"{address}register/")

    refused = client.post(f"{address}answer/", {"answer": "yes"}, follow=True)

    assert "all places are taken" in refused.content.decode()
    assert seat(session, cast.boubacar).answer == Answer.NO
