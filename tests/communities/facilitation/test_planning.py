"""Planning a session in the browser, its page, and who hears of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone, translation

from communities.circles.services.care import close_community
from communities.facilitation.choices import Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Board, Session
from communities.facilitation.planning_forms import usual_words
from communities.facilitation.services.boards import keep_board
from communities.facilitation.services.formats import copy_format, retire_format
from communities.facilitation.services.planning import seat_participant
from communities.people.models import User
from communities.policy import Audience
from tests.communities.facilitation.plans import (
    PLAN,
    ended,
    leave,
    planned,
    roles_of,
    second_core_member,
    written,
)
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]
PAGES = ("", "edit/", "duplicate/", "cancel/", "participants/", "dates/", "board/", "subjects/")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_core_member_chooses_a_method_and_plans(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.awa)
    assert "?format=co-development" in page(client, "/communities/water/sessions/new/")
    people = {cast.boubacar: "client", cast.chloe: "observer"}
    words = written(
        people, question="Why?", minutes_exposition="7", meeting_url="https://meet.example/x"
    )

    answer = client.post(PLAN, words)

    made = Session.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.starts_at == datetime(2030, 6, 3, 16, tzinfo=UTC)
    assert made.lengths == {"exposition": 7}
    assert roles_of(made) == {"Awa": "facilitator", "Boubacar": "client", "Chloe": "observer"}
    shown = page(client_of(cast.chloe), made.get_absolute_url())
    for words_shown in ("Why?", "https://meet.example/x", "observer", "7 minutes", "3 people can"):
        assert words_shown in shown


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"title": ""}, "This field is required"),
        ({"hour": ""}, "Day and hour go together."),
        ({"date": "2001-01-01"}, "This moment is over"),
        ({"date": "0001-01-01"}, "2000"),
        ({"date": "2030-03-31", "hour": "02:30"}, "the clocks jump over this hour"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
        ({"meeting_url": "http://meet.example/x"}, "A link begins with https://"),
        ({"meeting_url": "javascript:alert(1)"}, "A link begins with https://"),
        ({"minutes_exposition": "0"}, "greater than or equal to 1"),
        ({"minutes_exposition": "9" * 30}, "less than or equal to 240"),
        ({"kept": "outer"}, "Select a valid choice"),
        ({"capacity": "1"}, "All places are taken"),
        ({"title": "n\0n"}, "Null characters"),
    ],
)
def test_what_cannot_be_planned_is_said_and_kept(
    cast: Cast, client_of: ClientOf, facts: dict[str, str], reason: str
) -> None:
    words = written({cast.boubacar: "client"}, question="My words", **facts)

    answer = client_of(cast.awa).post(PLAN, words)

    assert answer.status_code == 400
    assert reason in answer.content.decode().replace("&#x27;", "'")
    assert "My words" in answer.content.decode()
    assert not Session.objects.exists()


def test_two_clients_are_one_too_many(cast: Cast, client_of: ClientOf) -> None:
    words = written({cast.boubacar: "client", cast.chloe: "client"})

    answer = client_of(cast.awa).post(PLAN, words)

    assert answer.status_code == 400
    assert "A session has one client" in answer.content.decode()


def test_nobody_is_seated_who_is_no_member(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.awa).post(PLAN, written({cast.esther: "client", cast.fatou: "observer"}))

    assert roles_of(Session.objects.get()) == {"Awa": "facilitator"}


def test_who_plans_for_another_facilitator_stays_outside(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.awa)

    answer = client.post(PLAN, written({cast.boubacar: "facilitator"}), follow=True)

    assert answer.redirect_chain == [("/communities/water/sessions/", 302)]
    assert "The queue at the counter" not in answer.content.decode()
    assert client.get(Session.objects.get().get_absolute_url()).status_code == 404


def test_without_a_date_the_session_waits_for_one(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.awa).post(PLAN, written(date="", hour=""))

    made = Session.objects.get()
    assert made.starts_at is None
    assert "not settled yet" in page(client_of(cast.awa), made.get_absolute_url())
    assert made.title in page(client_of(cast.awa), "/communities/water/sessions/")


def test_the_communitys_own_method_leads_too_until_it_is_put_aside(
    cast: Cast, client_of: ClientOf
) -> None:
    content = shipped()["co-development"]
    own = copy_format(community=cast.community, by=cast.awa, content=content, name="Ours")
    client, address = client_of(cast.awa), f"/communities/water/sessions/new/?format={own.pk}"

    client.post(address, written())
    assert Session.objects.get().format_version == own.versions.get()
    retire_format(session_format=own, retired=True)
    assert client.get(address).status_code == 404
    for key in ("nonsense", "9" * 5000, "²"):
        assert client.get(f"/communities/water/sessions/new/?format={key}").status_code == 404


def test_nothing_is_planned_in_a_closed_community(cast: Cast, client_of: ClientOf) -> None:
    close_community(community=cast.community)

    answer = client_of(cast.awa).post(PLAN, written())

    assert answer.status_code == 400
    assert "no session can be planned any more" in answer.content.decode()


@override_settings(MEETING_URL_TEMPLATES=["https://meet.example.org/{room}"])
def test_a_meeting_room_is_made_up_where_the_site_offers_one(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.awa)

    assert "meet.example.org" in page(client, PLAN)
    for _twice in range(2):
        client.post(PLAN, written(meeting="0"))

    one, two = Session.objects.values_list("meeting_url", flat=True)
    assert one.startswith("https://meet.example.org/")
    assert one != two
    assert len(one) >= 40


def test_the_words_of_confidentiality_begin_in_the_communitys_language(
    cast: Cast, client_of: ClientOf
) -> None:
    cast.community.language = "fr"
    cast.community.save()

    form = client_of(cast.awa).get(PLAN).context["form"]

    with translation.override("fr"):
        assert form["confidentiality"].value() == usual_words(cast.community)
    assert form["title"].label == "Title"


def test_in_a_large_community_people_are_found_by_name(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communities.facilitation.selectors.people.MOST_SHOWN", 2)
    words = written({cast.chloe: "observer"}, title="Kept words", act="find", name="bou")

    answer = client_of(cast.awa).post(PLAN, words)

    assert answer.status_code == 200
    assert "Kept words" in answer.content.decode()
    people = answer.context["people"]
    assert [field.label for field in people] == ["Boubacar", "Chloe"]
    assert people[f"role_{cast.chloe.pk}"].value() == "observer"
    assert not Session.objects.exists()


@pytest.mark.parametrize("name", ["chloe", "diego", "esther", "fatou", "gustave", "hawa", None])
def test_nobody_else_learns_of_a_session(cast: Cast, client_of: ClientOf, name: str | None) -> None:
    person = second_core_member(cast) if name == "hawa" else getattr(cast, name or "", None)
    session, client = planned(cast), client_of(person)

    for part in PAGES:
        answer = client.get(f"{session.get_absolute_url()}{part}")
        assert answer.status_code in ({404} if person else {404, 302})
    listed = page(client, "/communities/water/sessions/")
    assert "A quiet matter" not in listed
    assert page(client_of(cast.boubacar), "/communities/water/sessions/").count("A quiet") == 1


def test_only_who_facilitates_changes_anything(cast: Cast, client_of: ClientOf) -> None:
    session, client = planned(cast), client_of(cast.boubacar)

    for part in ("edit/", "duplicate/", "cancel/", "participants/", "board/"):
        assert client.get(f"{session.get_absolute_url()}{part}").status_code == 403
        assert client.post(f"{session.get_absolute_url()}{part}").status_code == 403
    session.refresh_from_db()
    assert session.stage == "planned"


def test_an_open_session_announces_itself_and_nothing_of_its_inside(
    cast: Cast, client_of: ClientOf
) -> None:
    inside = {
        "preparation": "Read my notes",
        "material": "Bring the file",
        "meeting_url": "https://meet.example/secret",
    }
    session = planned(cast, is_public=True, question="Who comes?", capacity=6, **inside)
    address = session.get_absolute_url()

    for person in (cast.esther, None):
        shown = page(client_of(person), address)
        assert "Who comes?" in shown
        assert "Everybody can read this" in shown
        assert "4 places left" in shown
        assert not any(words in shown for words in (*inside.values(), "Awa", "Boubacar"))
        assert "A quiet matter" in page(client_of(person), "/communities/water/sessions/")
    assert client_of(cast.esther).get(f"{address}subjects/").status_code == 403
    assert "Read my notes" in page(client_of(cast.boubacar), address)
    assert "2 people can read this" in page(client_of(cast.boubacar), address)


def test_an_open_session_of_a_hidden_community_is_its_members(
    cast: Cast, client_of: ClientOf
) -> None:
    session = planned(cast, is_public=True)
    cast.community.read_audience = Audience.OUTER
    cast.community.save()

    assert client_of(cast.chloe).get(session.get_absolute_url()).status_code == 200
    assert client_of(cast.esther).get(session.get_absolute_url()).status_code == 404
    assert client_of(None).get(session.get_absolute_url()).status_code == 404


def test_a_session_is_changed_with_the_same_form(cast: Cast, client_of: ClientOf) -> None:
    session = planned(cast, lengths={"exposition": 7})
    client, address = client_of(cast.awa), f"{session.get_absolute_url()}edit/"
    form = client.get(address).context["form"]
    shown = {field.html_name: field.value() for field in form}
    assert shown["minutes_exposition"] == 7
    same = {
        name: value for name, value in shown.items() if value is not None and value is not False
    }
    same["hour"] = f"{shown['hour']:%H:%M}"

    assert client.post(address, same).status_code == 302
    session.refresh_from_db()
    assert session.ics_sequence == 0
    client.post(address, same | {"title": "A louder matter", "pace": "days", "hours_choice": "5"})

    session.refresh_from_db()
    assert (session.title, session.pace) == ("A louder matter", "days")
    assert session.lengths == {"choice": 5}
    assert session.ics_sequence == 1


def test_what_has_begun_is_not_planned_any_more(cast: Cast, client_of: ClientOf) -> None:
    session, client = ended(planned(cast)), client_of(cast.awa)

    for part in ("edit/", "cancel/"):
        answer = client.post(f"{session.get_absolute_url()}{part}", written(), follow=True)
        assert "what was planned stays as it was" in answer.content.decode()
    session.refresh_from_db()
    assert (session.title, session.stage) == ("A quiet matter", "ended")


def test_cancelling_asks_first(cast: Cast, client_of: ClientOf) -> None:
    session, client = planned(cast), client_of(cast.awa)
    address = f"{session.get_absolute_url()}cancel/"

    assert "Cancel the session?" in page(client, address)
    session.refresh_from_db()
    assert session.stage == "planned"
    client.post(address)

    session.refresh_from_db()
    assert session.stage == "cancelled"
    assert "was cancelled" in page(client_of(cast.boubacar), session.get_absolute_url())
    assert "A quiet" in page(client_of(cast.boubacar), "/communities/water/sessions/?show=past")


def test_a_duplicate_has_facts_people_and_board_and_a_new_client(
    cast: Cast, client_of: ClientOf
) -> None:
    people = {
        cast.awa: Role.FACILITATOR,
        cast.boubacar: Role.CLIENT,
        cast.chloe: Role.OBSERVER,
    }
    session = planned(cast, people, question="Why?", lengths={"exposition": 7})
    keep_board(session=session, aim="To listen", sequence="", material="", fallback="")
    leave(cast, cast.chloe)
    session.invited_list.entries.filter(person=cast.chloe).delete()
    when = {"title": "Once more", "date": "2030-07-01", "hour": "09:00", "time_zone": "Asia/Tokyo"}

    answer = client_of(cast.awa).post(f"{session.get_absolute_url()}duplicate/", when)

    made = Session.objects.exclude(pk=session.pk).get()
    assert answer.url == made.get_absolute_url()
    assert (made.title, made.question, made.lengths) == ("Once more", "Why?", {"exposition": 7})
    assert made.starts_at == datetime(2030, 7, 1, tzinfo=UTC)
    assert roles_of(made) == {"Awa": "facilitator", "Boubacar": "consultant"}
    assert Board.objects.get(session=made).aim == "To listen"
    assert made.invited_list_id != session.invited_list_id


def test_lists_tell_what_is_to_come_and_what_is_past(cast: Cast, client_of: ClientOf) -> None:
    now = timezone.now()
    planned(cast, title="Later", starts_at=now + timedelta(days=9))
    planned(cast, title="Soon", starts_at=now + timedelta(days=1))
    planned(cast, title="Undated", starts_at=None)
    running = planned(cast, title="Running", starts_at=now - timedelta(days=30))
    Session.objects.filter(pk=running.pk).update(stage="running")
    ended(planned(cast, title="Over"), now - timedelta(days=2))
    planned(cast, title="Forgotten", starts_at=now - timedelta(days=5))
    client = client_of(cast.boubacar)

    def titles(show: str) -> list[str]:
        rows = client.get(f"/communities/water/sessions/?show={show}").context["rows"]
        return [row["session"].title for row in rows]

    assert titles("coming") == ["Running", "Undated", "Soon", "Later"]
    assert titles("nonsense") == titles("coming")
    assert titles("past") == ["Over", "Forgotten"]


def test_an_empty_list_offers_the_first_act_to_who_may(cast: Cast, client_of: ClientOf) -> None:
    address = "/communities/water/sessions/"

    assert "Plan the first session" in page(client_of(cast.awa), address)
    assert "Plan the first session" not in page(client_of(cast.chloe), address)
    assert "The core group plans them" in page(client_of(None), address)


def test_who_leads_is_told_that_nobody_is_client(cast: Cast, client_of: ClientOf) -> None:
    words, session = "Nobody is client yet", planned(cast)
    address = session.get_absolute_url()
    assert words in page(client_of(cast.awa), address)
    assert words not in page(client_of(cast.boubacar), address)

    seat_participant(session=session, person=cast.boubacar, role=Role.CLIENT, by=cast.awa)

    assert words not in page(client_of(cast.awa), address)


def test_both_hours_are_shown_where_they_differ(cast: Cast, client_of: ClientOf) -> None:
    session = planned(cast, starts_at=datetime(2030, 6, 3, 16, tzinfo=UTC))
    address = session.get_absolute_url()

    assert page(client_of(cast.boubacar), address).count("Monday 3 June 2030") == 1
    User.objects.filter(pk=cast.boubacar.pk).update(time_zone="Africa/Dakar")
    shown = page(client_of(cast.boubacar), address)
    assert "Monday 3 June 2030, 16:00" in shown
    assert "Monday 3 June 2030, 18:00" in shown
    assert ("(Africa/Dakar)" in shown, "(Europe/Paris)" in shown) == (True, True)


def test_a_list_says_whose_hours_it_shows(cast: Cast, client_of: ClientOf) -> None:
    planned(cast, starts_at=datetime(2030, 6, 3, 16, tzinfo=UTC), is_public=True)

    shown = page(client_of(None), "/communities/water/sessions/")

    assert "Monday 3 June 2030, 18:00" in shown
    assert "(Europe/Paris)" in shown


def test_who_leaves_the_community_reads_the_session_no_more(
    cast: Cast, client_of: ClientOf
) -> None:
    session = planned(cast)
    client = client_of(cast.boubacar)
    client.post("/communities/water/circle/", {"circle": "leave"})

    assert client.get(session.get_absolute_url()).status_code == 404
