"""Two people talk in a room: live, by asking, without scripts; one is removed and hears no more."""

import json
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.e2e.pages import OpenPage, follow, weigh_warm
from tests.e2e.product import Product
from tests.e2e.screens import FINANCE, LEARNING

pytestmark = pytest.mark.e2e
LIVE, ASKING = "En direct", "toutes les quelques secondes"
# Somebody of whom no screen needs that they stay in this community.
NEWCOMER = """
from communities.circles.models import Community
from communities.circles.services.membership import join_community
from communities.people.models import User
from communities.policy import Circle

fatou, gustave = (User.objects.get(email=f"{key}@demo.example") for key in ("fatou", "gustave"))
community = Community.objects.get(slug="animer-autrement")
join_community(community=community, person=gustave, circle=Circle.INNER, by=fatou)
"""


def enter(page: Page, *, community: str = FINANCE) -> None:
    page.goto(f"{community}chat/")
    follow(page.get_by_role("link", name="Forum ouvert").first)


def say(page: Page, text: str) -> None:
    page.locator("#composer textarea").fill(text)
    page.locator("#composer button.button-main").click()


def said(page: Page, text: str) -> Locator:
    return page.locator("article.said", has_text=text)


def test_two_talk_and_the_removed_one_hears_no_more(open_page: OpenPage, demo: Product) -> None:
    demo.manage("shell", script=NEWCOMER)
    fatou, gustave = open_page("fatou"), open_page("gustave")
    enter(fatou, community=LEARNING)
    enter(gustave, community=LEARNING)
    expect(fatou.locator("[data-connection]")).to_contain_text(LIVE)
    expect(gustave.locator("[data-connection]")).to_contain_text(LIVE)

    say(gustave, "Un mot **bref**")
    expect(fatou.locator("article.said strong").last).to_have_text("bref")
    say(fatou, "Bien reçu")
    expect(said(gustave, "Bien reçu")).to_be_visible()
    expect(said(gustave, "Un mot bref")).to_have_count(1)

    remove(open_page("fatou"), "Gustave Petit")
    gone = gustave.get_by_text("Vous ne pouvez plus lire ce salon")
    expect(gone).to_be_visible(timeout=3_000)
    say(fatou, "Entre nous maintenant")
    fatou.wait_for_timeout(1_500)
    assert "Entre nous maintenant" not in gustave.content()
    assert "Un mot bref" not in gustave.locator("main").inner_text()


def remove(page: Page, name: str) -> None:
    page.goto(f"{LEARNING}members/")
    follow(page.locator("li", has_text=name).locator("a[href$='/remove/']"))
    page.locator("main textarea, main input[type=text]").first.fill("Un essai")
    follow(page.locator("main form button").last)


def test_message_is_light_on_the_wire(open_page: OpenPage) -> None:
    awa, boubacar = open_page("awa"), open_page("boubacar")
    frames: list[str] = []
    boubacar.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))),
    )
    enter(boubacar)
    enter(awa)
    say(awa, "Une phrase comme on en écrit d'ordinaire dans un salon, ni longue ni courte.")
    expect(said(boubacar, "ni longue ni courte")).to_be_visible()

    told = [frame for frame in frames if '"t":"m"' in frame]
    assert len(told) == 1
    assert len(told[0].encode()) <= 400, told[0]


def test_room_is_light_when_warm(open_page: OpenPage) -> None:
    page = open_page("awa")
    enter(page)

    assert weigh_warm(page, page.url) <= 15_000


def test_room_works_by_asking_when_no_socket_opens(open_page: OpenPage) -> None:
    awa, boubacar = open_page("awa"), open_page("boubacar")

    def refuse(socket: WebSocketRoute) -> None:
        socket.close()

    boubacar.route_web_socket("**/live/", refuse)
    enter(boubacar)
    enter(awa)
    expect(boubacar.locator("[data-connection]")).to_contain_text(ASKING, timeout=15_000)
    say(awa, "Entendu sans ligne directe ?")
    expect(said(boubacar, "Entendu sans ligne directe")).to_be_visible(timeout=20_000)
    say(boubacar, "Oui, un peu plus tard.")
    expect(said(awa, "Oui, un peu plus tard")).to_be_visible()


def test_words_survive_a_cut_and_a_reload(open_page: OpenPage) -> None:
    awa, boubacar = open_page("awa"), open_page("boubacar")
    enter(awa)
    enter(boubacar)
    boubacar.context.set_offline(True)
    say(boubacar, "Écrit dans le tunnel")
    expect(said(boubacar, "Écrit dans le tunnel")).to_be_visible()
    boubacar.wait_for_timeout(1_000)
    boubacar.context.set_offline(False)
    boubacar.reload()

    expect(said(awa, "Écrit dans le tunnel")).to_be_visible(timeout=20_000)
    boubacar.wait_for_timeout(2_000)
    expect(said(boubacar, "Écrit dans le tunnel")).to_have_count(1)


def test_room_is_read_and_written_without_scripts(open_page: OpenPage) -> None:
    boubacar, awa = open_page("boubacar", scripts=False), open_page("awa", scripts=False)
    enter(boubacar)
    say(boubacar, "Écrit sans scripts")
    expect(said(boubacar, "Écrit sans scripts")).to_be_visible()
    enter(awa)
    answered = said(awa, "Écrit sans scripts")
    answered.locator("summary").first.click()
    answered.locator("button[value=thanks]").click()
    thanks = said(awa, "Écrit sans scripts").locator("button[value=thanks]")
    expect(thanks).to_have_attribute("aria-pressed", "true")

    own = boubacar.locator("article.said", has_text="Écrit sans scripts")
    follow(own.get_by_role("link", name="Modifier"))
    boubacar.locator("main textarea").fill("Écrit mieux")
    boubacar.locator("main form button").last.click()
    expect(said(boubacar, "Écrit mieux")).to_be_visible()


def test_room_is_used_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("awa")
    enter(page)
    expect(page.locator("[data-connection]")).to_contain_text(LIVE)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    page.wait_for_timeout(300)  # the browser gives the focus back a moment later
    page.keyboard.press("c")
    page.keyboard.type("Au clavier")
    page.keyboard.press("Control+Enter")
    expect(said(page, "Au clavier")).to_be_visible()


def test_asking_with_nothing_new_is_light(open_page: OpenPage, product: str) -> None:
    page = open_page("awa")
    enter(page)
    chat = json.loads(page.locator("script#chat").inner_text())
    address = f"{chat['urls']['changes']}?after={chat['sequence']}"
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    heads = {"Cookie": cookies, "Accept-Encoding": "gzip"}

    first = answer_of(product, address, heads)
    tag = first.partition(b"etag: ")[2].partition(b"\r\n")[0].decode()
    again = answer_of(product, address, heads | {"If-None-Match": tag})

    assert again.startswith(b"HTTP/1.1 304")
    assert len(again) <= 300


def answer_of(product: str, address: str, heads: dict[str, str]) -> bytes:
    """Return the bytes of an answer as they come over the line."""
    place = urlsplit(product)
    lines = [f"GET {address} HTTP/1.1", f"Host: {place.netloc}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in heads.items()]
    with socket.create_connection((place.hostname, place.port)) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode())
        return b"".join(iter(lambda: line.recv(65536), b""))
