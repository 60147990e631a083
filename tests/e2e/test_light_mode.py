"""Light mode in a real browser: no picture is asked for, no line opened, and nothing by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import OpenPage, follow, weigh
from tests.e2e.screens import FINANCE
from tests.e2e.test_chat import enter, said
from tests.resources.files.contents import noise

pytestmark = pytest.mark.e2e
SAVE_DATA = {"Save-Data": "on"}
SWITCH_ON, SWITCH_OFF = "button[name=light_mode][value=on]", "button[name=light_mode][value=off]"


class Heard:
    """What a page asked the server for."""

    def __init__(self, page: Page) -> None:
        self.pictures: list[str] = []
        self.lines: list[str] = []
        self.fetched: list[str] = []
        page.on("request", lambda one: self._hear(one.resource_type, one.url))
        page.on("websocket", lambda line: self.lines.append(line.url))

    @property
    def questions(self) -> list[str]:
        return [one for one in self.fetched if "/changes/" in one]

    def _hear(self, kind: str, address: str) -> None:
        if address.startswith("http"):  # the icon is a part of the page
            {"image": self.pictures, "fetch": self.fetched}.get(kind, []).append(address)


def open_topic(page: Page) -> str:
    page.goto(f"{FINANCE}spaces/")
    follow(page.get_by_role("link", name="Forum ouvert").first)
    follow(page.get_by_role("link", name="Publier le budget").first)
    return page.url


def attach(page: Page, form: str, name: str) -> None:
    photo = {"name": name, "mimeType": "image/jpeg", "buffer": noise("JPEG", (1600, 1200))}
    page.locator(f"{form} input[type=file]").set_input_files(files=[photo])


def reply_with_picture(page: Page, name: str) -> str:
    address = open_topic(page)
    page.locator("#write textarea").fill(f"Voici {name}")
    attach(page, "#write", name)
    follow(page.locator("#write button[value=send]"))
    return address.partition("?")[0] + "?page=last"


def test_a_topic_with_a_picture_loads_it_small_or_not_at_all(open_page: OpenPage) -> None:
    page = open_page("awa")
    address = reply_with_picture(page, "puits.jpg")
    heard = Heard(page)
    page.goto(address)
    page.locator(".files img").last.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert heard.pictures
    assert all(one.endswith("/preview/") for one in heard.pictures)
    sizes = [len(page.request.get(one).body()) for one in set(heard.pictures)]
    assert max(sizes) <= 30_000

    follow(page.locator(SWITCH_ON).last)
    assert page.url.endswith("page=last")
    heard = Heard(page)
    weight, _requests = weigh(page, address)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(1_500)

    assert (heard.pictures, heard.lines, heard.fetched) == ([], [], [])
    assert weight <= 22_000
    link = page.get_by_role("link", name=re.compile("^puits.jpg"))
    expect(link.first).to_contain_text("28")
    expect(page.get_by_role("link", name="Ressources et sujets sur la même chose")).to_be_visible()
    page.locator(SWITCH_OFF).click()
    expect(page.locator(".files img").last).to_be_attached()


def test_a_room_with_a_picture_asks_once_a_minute_and_opens_no_line(open_page: OpenPage) -> None:
    awa, boubacar = open_page("awa"), open_page("boubacar")
    boubacar.context.set_extra_http_headers(SAVE_DATA)
    heard = Heard(boubacar)
    boubacar.clock.install()
    enter(boubacar)
    enter(awa)
    expect(awa.locator("[data-connection]")).to_contain_text("En direct")
    awa.locator("#composer textarea").fill("Voici la source")
    awa.locator("#composer summary").click()
    attach(awa, "#composer", "source.jpg")
    awa.locator("#composer button.button-main").click()
    expect(said(awa, "Voici la source").locator("img")).to_be_visible()

    let_a_minute_pass(boubacar, heard)
    row = said(boubacar, "Voici la source")
    expect(row.locator(".files a").first).to_contain_text("source.jpg (")
    expect(row.locator(".files a").first).to_have_attribute("href", re.compile("/preview/$"))
    expect(row.locator(".files a").last).to_have_attribute(
        "href", re.compile("/chat-files/.{32}/$")
    )
    let_a_minute_pass(boubacar, heard)
    let_a_minute_pass(boubacar, heard)
    assert (heard.pictures, heard.lines) == ([], [])

    asked = len(heard.questions)
    look(boubacar, is_hidden=True)
    boubacar.clock.run_for(300_000)
    assert len(heard.questions) == asked
    with boubacar.expect_request("**/changes/**"):
        look(boubacar, is_hidden=False)
        boubacar.clock.run_for(1_000)


def let_a_minute_pass(page: Page, heard: Heard) -> None:
    """Nothing is asked for most of a minute, then one question."""
    asked = len(heard.questions)
    page.clock.run_for(55_000)
    assert len(heard.questions) == asked
    with page.expect_response("**/changes/**"):
        page.clock.run_for(6_000)
    page.wait_for_timeout(300)  # until the page has taken the answer in
    assert len(heard.questions) == asked + 1


def look(page: Page, *, is_hidden: bool) -> None:
    """Let the page believe that somebody looks at it, or nobody."""
    page.evaluate(
        """hidden => {
            Object.defineProperty(document, "hidden", {get: () => hidden, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        is_hidden,
    )


def test_it_is_switched_without_scripts_and_without_an_account(open_page: OpenPage) -> None:
    page = open_page(None, scripts=False)
    page.goto("/help/?from=here")
    page.locator(f".foot {SWITCH_ON}").click()
    expect(page).to_have_url(re.compile(r"/help/\?from=here$"))
    expect(page.locator(SWITCH_OFF)).to_be_visible()
    page.goto("/")
    expect(page.locator(SWITCH_OFF)).to_be_visible()


SLOW_LINE = "performance.now = () => 5001"


def test_two_slow_pages_offer_it_until_it_is_declined(open_page: OpenPage) -> None:
    page = open_page(None)
    page.add_init_script(SLOW_LINE)
    offer = page.locator("[data-slow]")
    page.goto("/help/")
    expect(offer).to_be_hidden()
    page.goto("/")
    expect(offer).to_be_visible()
    offer.locator("button[type=button]").click()
    expect(offer).to_be_hidden()
    page.goto("/help/")
    expect(offer).to_be_hidden()


def test_the_offer_switches_it_on(open_page: OpenPage) -> None:
    page = open_page(None)
    page.add_init_script(SLOW_LINE)
    page.goto("/help/")
    page.goto("/communities/")
    page.locator("[data-slow] button").first.click()
    expect(page).to_have_url(re.compile("/communities/$"))
    expect(page.locator(SWITCH_OFF)).to_be_visible()
    expect(page.locator("[data-slow]")).to_have_count(0)


def test_quick_pages_offer_nothing(open_page: OpenPage) -> None:
    page = open_page(None)
    for address in ("/help/", "/", "/communities/"):
        page.goto(address)
        expect(page.locator("[data-slow]")).to_be_hidden()
