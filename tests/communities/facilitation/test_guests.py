"""Open sessions: registering in one click, or without an account by a confirmed address."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client

from communities.facilitation.choices import Answer, Role
from communities.facilitation.models import Guest, Participant, Session
from communities.facilitation.services.calendar_letters import attend_to_calendars
from communities.facilitation.services.guests import forget_guests
from communities.facilitation.services.planning import cancel_session
from communities.people.models import User
from communities.policy import Audience
from tests.communities.facilitation.calendar_reading import read
from tests.communities.facilitation.calendar_scenes import LATER, LINK, NOW, change, plan
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]
Commits = Callable[..., AbstractContextManager[object]]
WHO = {"name": "Hugo", "email": "Hugo@elsewhere.example"}


@pytest.fixture(autouse=True)
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(cast: Cast) -> Session:
    return plan(cast, cast.boubacar, is_public=True)


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def post(visitor: Client, django_capture_on_commit_callbacks: Commits) -> Callable[..., str]:
    """Send a form as a visitor, let what follows happen, and return where it leads in words."""

    def send(address: str, words: dict[str, str]) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            return visitor.post(address, words, follow=True).content.decode()

    return send


def letters() -> list[str]:
    return [f"{letter.to[0]}: {letter.subject}" for letter in mail.outbox]


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"http://localhost:8000(/sessions/guest/[\w-]+/)", letter.body)
    assert found
    return found[1]


def registered(session: Session, post: Callable[..., str], **who: str) -> str:
    """Register and confirm; return the guest's address."""
    post(f"/sessions/{session.pk}/register/", {**WHO, **who})
    link = link_in(mail.outbox[-1])
    post(link, {"act": "confirm"})
    return link


def test_a_visitor_registers_confirms_and_then_learns_where_to_meet(
    session: Session, visitor: Client, post: Callable[..., str]
) -> None:
    page = post(f"/sessions/{session.pk}/register/", WHO)
    assert "open the link in it to confirm" in page
    guest = Guest.objects.get()
    assert (guest.email, guest.confirmed_at) == ("hugo@elsewhere.example", None)
    assert letters() == ["hugo@elsewhere.example: Your registration: How do we listen?"]
    first = mail.outbox[0]
    assert LINK not in first.body
    assert "Hugo" not in first.body  # a stranger may have put other words there
    link = link_in(first)

    seen = visitor.get(link).content.decode()
    assert LINK not in seen
    assert Guest.objects.get().confirmed_at is None  # looking is no yes
    assert visitor.get(f"{link}calendar.ics").status_code == 404
    page = post(link, {"act": "confirm"})

    assert Guest.objects.get().confirmed_at == NOW
    assert LINK in page
    last = mail.outbox[-1]
    assert last.subject == "You are registered: How do we listen?"
    assert LINK in last.body
    assert link_in(last) == link
    found = read(last.alternatives[0].content)[0]
    assert (found.starts, found.sequence) == (LATER, 0)
    assert "RSVP=FALSE" in last.alternatives[0].content.replace("\r\n ", "")
    kept = visitor.get(f"{link}calendar.ics").content.decode()
    assert read(kept)[0].uid == found.uid


def test_only_the_hash_of_a_guest_s_link_is_kept(
    session: Session, post: Callable[..., str]
) -> None:
    token = registered(session, post).split("/")[-2]

    assert token not in str(Guest.objects.values())


def test_the_answer_is_the_same_whether_an_address_is_known(
    session: Session, cast: Cast, post: Callable[..., str]
) -> None:
    address = f"/sessions/{session.pk}/register/"
    answers = [
        re.sub(r'value="[^"]{60,}"|[\d,.]+\skB', "", post(address, {**WHO, "email": email}))
        for email in ("new@x.example", "new@x.example", "NEW@x.example", cast.boubacar.email)
    ]

    assert len(set(answers)) == 1
    assert Guest.objects.filter(email="new@x.example").count() == 1


def test_who_is_registered_and_asks_again_gets_the_same_link(
    session: Session, visitor: Client, post: Callable[..., str]
) -> None:
    link = registered(session, post)

    post(f"/sessions/{session.pk}/register/", {**WHO, "name": "Mallory"})

    assert link_in(mail.outbox[-1]) == link
    assert Guest.objects.get().name == "Hugo"
    assert "You are registered" in visitor.get(link).content.decode()


def test_an_address_is_written_to_three_times_an_hour_at_the_most(
    session: Session, post: Callable[..., str]
) -> None:
    for _once in range(5):
        cache.delete_many([])
        assert "on its way" in post(f"/sessions/{session.pk}/register/", WHO)

    assert len(mail.outbox) == 3


def test_a_visitor_who_hurries_is_slowed_down(session: Session, visitor: Client) -> None:
    address = f"/sessions/{session.pk}/register/"
    for number in range(5):
        visitor.post(address, {**WHO, "email": f"a{number}@x.example"})

    answer = visitor.post(address, {**WHO, "email": "last@x.example"})

    assert answer.status_code == 429
    assert "last@x.example" in answer.content.decode()
    assert Guest.objects.count() == 5


@pytest.mark.parametrize(
    "who",
    [
        {"name": "", "email": "a@x.example"},
        {"name": "Hugo", "email": "no address"},
        {"name": "n" * 81, "email": "a@x.example"},
        {"name": "Hugo", "email": "a@x.example\nBcc: b@x.example"},
        {"name": "\0", "email": "a@x.example"},
        {"name": "Hugo", "email": "a@x.example", "time_zone": "Mars/Olympus"},
    ],
)
def test_what_is_wrong_is_said_and_kept(
    session: Session, visitor: Client, who: dict[str, str]
) -> None:
    answer = visitor.post(f"/sessions/{session.pk}/register/", who)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Guest.objects.exists()


def test_places_are_given_to_who_confirms(
    cast: Cast, visitor: Client, post: Callable[..., str]
) -> None:
    session = plan(cast, cast.boubacar, is_public=True, capacity=3)
    address = f"/sessions/{session.pk}/register/"
    for name in ("one", "two"):
        post(address, {"name": name, "email": f"{name}@x.example"})
    one, two = (link_in(letter) for letter in mail.outbox)
    post(one, {"act": "confirm"})

    assert "All places are taken." in post(two, {"act": "confirm"})
    assert Guest.objects.filter(confirmed_at__isnull=False).count() == 1
    refused = visitor.post(address, {"name": "three", "email": "three@x.example"})
    assert refused.status_code == 400
    assert "All places are taken." in refused.content.decode()
    post(one, {"act": "cancel"})
    assert "We look forward" in post(two, {"act": "confirm"})


def test_a_guest_cancels_and_is_forgotten(
    session: Session, visitor: Client, post: Callable[..., str]
) -> None:
    link = registered(session, post)

    post(link, {"act": "cancel"})

    assert not Guest.objects.exists()
    assert visitor.get(link).status_code == 410
    assert visitor.get(f"{link}calendar.ics").status_code == 404


def test_guests_hear_of_changes_reminders_and_the_end(
    session: Session, post: Callable[..., str], clock: time_machine.Traveller
) -> None:
    link = registered(session, post)
    attend_to_calendars(NOW)

    def heard() -> list[str]:
        mine = [one for one in mail.outbox if one.to == ["hugo@elsewhere.example"]]
        mail.outbox.clear()
        assert all(link in one.body for one in mine)
        return [one.subject.split(":")[0] for one in mine]

    heard()
    change(session, title="How do we hear?", is_public=True)
    attend_to_calendars(NOW)
    assert heard() == ["Changed"]
    clock.move_to(LATER - timedelta(hours=20))
    attend_to_calendars(LATER - timedelta(hours=20))
    assert heard() == ["Soon"]
    cancel_session(session=session)
    attend_to_calendars(LATER - timedelta(hours=20))
    assert heard() == ["Cancelled"]


def test_who_did_not_confirm_hears_nothing(
    session: Session, post: Callable[..., str], clock: time_machine.Traveller
) -> None:
    post(f"/sessions/{session.pk}/register/", WHO)
    mail.outbox.clear()

    attend_to_calendars(NOW)
    cancel_session(session=session)
    attend_to_calendars(NOW)

    assert not [one for one in mail.outbox if one.to == ["hugo@elsewhere.example"]]


@pytest.mark.parametrize("how", ["the session", "the community"])
def test_a_session_no_longer_open_shows_guests_nothing(
    session: Session, cast: Cast, visitor: Client, post: Callable[..., str], how: str
) -> None:
    link = registered(session, post)
    if how == "the session":
        Session.objects.filter(pk=session.pk).update(is_public=False)
    else:
        cast.community.read_audience = Audience.OUTER
        cast.community.save()

    assert visitor.get(link).status_code == 410
    assert visitor.get(f"{link}calendar.ics").status_code == 404
    assert visitor.post(link, {"act": "cancel"}).status_code == 410
    assert visitor.post(f"/sessions/{session.pk}/register/", WHO).status_code == 404


def test_a_guest_who_may_know_no_more_gets_the_cancellation_and_not_the_news(
    session: Session, post: Callable[..., str]
) -> None:
    registered(session, post)
    mail.outbox.clear()
    change(session, title="Among ourselves", place="Room of secrets", is_public=False)

    attend_to_calendars(NOW)

    mine = [one for one in mail.outbox if one.to == ["hugo@elsewhere.example"]]
    assert [one.subject.split(":")[0] for one in mine] == ["No longer open"]
    assert read(mine[0].alternatives[0].content)[0].status == "CANCELLED"
    whole = mine[0].message().as_string() + mine[0].alternatives[0].content
    assert "secrets" not in whole
    assert "Among ourselves" not in whole


def test_registrations_are_forgotten(session: Session, post: Callable[..., str]) -> None:
    post(f"/sessions/{session.pk}/register/", {**WHO, "email": "never@x.example"})
    registered(session, post)

    assert forget_guests(NOW + timedelta(days=6)) == 0
    assert forget_guests(NOW + timedelta(days=8)) == 1
    assert Guest.objects.get().email == "hugo@elsewhere.example"
    assert forget_guests(LATER + timedelta(days=31)) == 1


def test_the_hour_is_told_by_the_clock_a_guest_chose(
    session: Session, visitor: Client, post: Callable[..., str]
) -> None:
    link = registered(session, post, time_zone="Asia/Kathmandu")

    assert "14:45" in visitor.get(link).content.decode()
    assert "14:45" in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("slug", "role"), [("co-development", Role.CONSULTANT), ("fishbowl", Role.PARTICIPANT)]
)
def test_a_signed_in_person_takes_part_in_one_click(
    cast: Cast, client_of: ClientOf, slug: str, role: Role
) -> None:
    session = plan(cast, is_public=True, slug=slug)
    client, address = client_of(cast.esther), session.get_absolute_url()
    assert LINK not in client.get(address).content.decode()

    page = client.post(f"{address}register/", follow=True).content.decode()

    seat = Participant.objects.get(session=session, person=cast.esther)
    assert (seat.role, seat.answer) == (role, Answer.YES)
    assert LINK in page
    client.post(f"{address}register/")
    assert Participant.objects.filter(session=session, person=cast.esther).count() == 1


def test_one_click_takes_no_place_that_is_not_there(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, cast.boubacar, is_public=True, capacity=2)

    page = client_of(cast.esther).post(f"/sessions/{session.pk}/register/", follow=True)

    assert "All places are taken" in page.content.decode()
    assert not Participant.objects.filter(person=cast.esther).exists()


@pytest.mark.parametrize("name", ["awa", "boubacar", "esther", "nobody"])
def test_nobody_registers_for_a_closed_session(cast: Cast, client_of: ClientOf, name: str) -> None:
    session = plan(cast, cast.boubacar)
    client = client_of(getattr(cast, name, None))

    assert client.post(f"/sessions/{session.pk}/register/", WHO).status_code == 404
    assert client.get(f"/sessions/{session.pk}/register/").status_code == 404
    assert not Guest.objects.exists()


def test_nobody_registers_for_what_is_called_off(
    session: Session, cast: Cast, client_of: ClientOf, visitor: Client
) -> None:
    cancel_session(session=session)
    address = f"/sessions/{session.pk}/register/"

    assert visitor.post(address, WHO).status_code == 400
    page = client_of(cast.esther).post(address, follow=True).content.decode()
    assert "Nobody can register" in page
    assert not Guest.objects.exists()
    assert not Participant.objects.filter(person=cast.esther).exists()


def test_participants_see_who_registered_and_nobody_else_does(
    session: Session, cast: Cast, client_of: ClientOf, post: Callable[..., str]
) -> None:
    registered(session, post)
    address = session.get_absolute_url()

    assert "Hugo" in client_of(cast.awa).get(address).content.decode()
    assert "hugo@" not in client_of(cast.awa).get(address).content.decode()
    assert "Hugo" not in client_of(cast.chloe).get(address).content.decode()
    assert "Hugo" not in client_of(None).get(address).content.decode()
