"""Light mode: chosen in the account or on the device, else as the browser asks."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext as _

from communities.people.models import LightMode, User
from communities.people.services.light_mode import choose_light_mode
from tests.personas import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
ASKS = {"save-data": "on"}


def is_light(answer: HttpResponse) -> bool:
    """Read off the foot of a page whether it is light: it offers the other."""
    page = answer.content.decode()
    offers_off = 'name="light_mode" value="off"' in page
    offers_on = '<button class="link-button" name="light_mode" value="on"' in page
    assert offers_off != offers_on
    return offers_off


@pytest.mark.parametrize("kept", ["", "on", "off", "forged"])
@pytest.mark.parametrize("asked", ["", "on", "On ", "off", "?1"])
def test_a_visitor_is_answered_by_choice_else_by_browser(kept: str, asked: str) -> None:
    client = Client()
    if kept:
        client.cookies["light_mode"] = kept

    answer = client.get("/", headers={"save-data": asked} if asked else {})

    by_browser = asked.strip().lower() == "on"
    assert is_light(answer) == {"on": True, "off": False}.get(kept, by_browser)


@pytest.mark.parametrize("chosen", LightMode)
@pytest.mark.parametrize("kept", ["", "on", "off"])
@pytest.mark.parametrize("asked", [True, False])
def test_the_account_goes_before_the_device_and_that_before_the_browser(
    cast: Cast, client_of: ClientOf, chosen: LightMode, kept: str, *, asked: bool
) -> None:
    choose_light_mode(person=cast.esther, choice=chosen)
    client = client_of(cast.esther)
    if kept:
        client.cookies["light_mode"] = kept

    answer = client.get("/me/", headers=ASKS if asked else {})

    first = next((one for one in (chosen.value, kept) if one in {"on", "off"}), "")
    assert is_light(answer) == {"on": True, "off": False}.get(first, asked)


@pytest.mark.parametrize(
    "address", ["/", "/help/", "/communities/", "/accounts/login/", "/absent/"]
)
def test_no_cache_may_mix_light_pages_with_others(address: str) -> None:
    vary = {name.strip() for name in Client().get(address).headers["Vary"].split(",")}

    assert {"Save-Data", "Cookie", "Accept-Language"} <= vary


def test_what_is_no_page_does_not_vary_by_it() -> None:
    assert "Save-Data" not in Client().get("/robots.txt").headers.get("Vary", "")


def test_a_visitor_keeps_the_choice_on_the_device() -> None:
    client = Client()

    answer = client.post("/light-mode/", {"light_mode": "on", "next": "/help/?page=1"})

    assert answer.headers["Location"] == "/help/?page=1"
    cookie = answer.cookies["light_mode"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("on", True, "Lax")
    assert int(cookie["max-age"]) == 365 * 24 * 3600
    assert is_light(client.get("/help/"))
    client.post("/light-mode/", {"light_mode": "off"})
    assert not is_light(client.get("/", headers=ASKS))
    client.post("/light-mode/", {"light_mode": "auto"})
    assert is_light(client.get("/", headers=ASKS))
    assert not is_light(client.get("/"))


def test_a_signed_in_person_finds_the_choice_on_every_device(
    cast: Cast, client_of: ClientOf
) -> None:
    client, elsewhere = client_of(cast.esther), client_of(cast.esther)
    client.cookies["light_mode"] = "off"

    answer = client.post("/light-mode/", {"light_mode": "on", "next": "/me/"}, follow=True)

    assert is_light(answer)
    assert "light_mode" not in {key for key, one in client.cookies.items() if one.value}
    assert is_light(elsewhere.get("/"))
    cast.esther.refresh_from_db()
    assert cast.esther.light_mode == "on"


def test_a_choice_made_before_signing_in_still_counts(cast: Cast) -> None:
    client = Client()
    client.post("/light-mode/", {"light_mode": "on"})
    client.force_login(cast.esther)

    assert is_light(client.get("/me/"))


@pytest.mark.parametrize("word", ["", "forged", "ON", "\0", "1"])
def test_what_is_no_choice_changes_nothing(cast: Cast, client_of: ClientOf, word: str) -> None:
    for client in (client_of(cast.esther), client_of(None)):
        answer = client.post("/light-mode/", {"light_mode": word, "next": "/help/"})

        assert answer.headers["Location"] == "/help/"
        assert "light_mode" not in answer.cookies
    cast.esther.refresh_from_db()
    assert cast.esther.light_mode == "auto"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x", "", "/\\evil.example"]
)
def test_the_way_back_leads_nowhere_else(elsewhere: str) -> None:
    answer = Client().post("/light-mode/", {"light_mode": "on", "next": elsewhere})

    assert answer.headers["Location"] == "/"


def test_asking_is_refused_and_a_forged_form_too(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.esther)

    assert strict.get("/light-mode/").status_code == 405
    assert strict.post("/light-mode/", {"light_mode": "on"}).status_code == 403
    cast.esther.refresh_from_db()
    assert cast.esther.light_mode == "auto"


def test_the_settings_state_it_and_change_it(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.esther)
    client.cookies["light_mode"] = "off"
    page = client.get("/me/").content.decode()
    facts = {"display_name": "Esther", "about": "", "language": "en", "time_zone": "UTC"}

    answer = client.post("/me/", facts | {"light_mode": "on"}, follow=True)

    assert '<option value="auto" selected>when my browser asks to save data</option>' in page
    assert is_light(answer)
    assert '<option value="on" selected>always</option>' in answer.content.decode()
    client.cookies["light_mode"] = "on"
    assert not is_light(client.post("/me/", facts | {"light_mode": "auto"}, follow=True))


def test_choosing_says_whether_anything_changed(cast: Cast) -> None:
    assert choose_light_mode(person=cast.esther, choice=LightMode.ON)
    assert not choose_light_mode(person=cast.esther, choice=LightMode.ON)


def test_the_database_knows_three_choices(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cast.esther.pk).update(light_mode="some")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_foot_offers_it_in_the_readers_language(language: str) -> None:
    client = Client(headers={"accept-language": language})
    with translation.override(language):
        words = [_("Light mode: switch it on"), _("Slow connection: light mode?")]
        said = _("Light mode is on: pictures are links that say what they weigh.")

    page = client.get("/").content.decode()
    after = client.post("/light-mode/", {"light_mode": "on"}, follow=True).content.decode()

    assert all(word in page for word in words)
    assert said in after
    assert words[1] not in after


@pytest.mark.parametrize(("kept", "offered"), [("", True), ("off", False), ("on", False)])
def test_light_mode_is_offered_to_who_has_not_chosen(kept: str, *, offered: bool) -> None:
    client = Client()
    if kept:
        client.cookies["light_mode"] = kept

    assert ("data-slow hidden" in client.get("/").content.decode()) is offered
