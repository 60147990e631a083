"""Searching in a real browser: new words within two seconds, the keyboard, no scripts."""

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import OpenPage, follow
from tests.e2e.screens import FINANCE

pytestmark = pytest.mark.e2e

SECONDS_UNTIL_FOUND = 2.0
SLOW_MACHINE = 2.0  # a browser takes its share of the two cores


def test_a_new_topic_is_found_within_seconds_and_suggested(open_page: OpenPage) -> None:
    awa = open_page("awa")
    awa.goto(f"{FINANCE}spaces/")
    follow(awa.get_by_role("link", name="Forum ouvert").first)
    follow(awa.get_by_role("link", name="Nouveau sujet").first)
    begun = awa.url
    awa.get_by_label("Titre").fill("Tenir la caisse des marchés ruraux")
    awa.get_by_label("Votre texte").fill("Qui a un carnet à souche qui marche ?")
    awa.get_by_role("button", name="Envoyer").click()
    sent = time.monotonic()

    chloe = open_page("chloe")
    while True:
        chloe.goto("/search/?q=caisses+march%C3%A9+rural")
        if chloe.get_by_role("link", name="Tenir la caisse").count():
            break
        assert time.monotonic() - sent < SECONDS_UNTIL_FOUND + SLOW_MACHINE
    expect(chloe.locator("mark").first).to_be_visible()

    chloe.goto(begun)
    chloe.get_by_label("Titre").press_sequentially("Caisse des marchés")
    expect(chloe.locator("[data-alike]")).to_contain_text("Tenir la caisse")


def test_the_slash_key_leads_to_the_box(open_page: OpenPage) -> None:
    page = open_page("boubacar")
    page.goto(FINANCE)
    page.keyboard.press("/")
    page.keyboard.type("budget")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechercher")
    expect(page.locator("main input[type=search]")).to_have_value("budget")
    page.get_by_role("link", name="Sujets").first.press("Enter")
    expect(page.locator(".filter [aria-current]")).to_contain_text("Sujets")


def test_where_the_box_is_a_link_the_key_follows_it(open_page: OpenPage) -> None:
    page = open_page("boubacar", width=360)
    page.goto(FINANCE)
    page.keyboard.press("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechercher")


def test_a_topic_shows_what_is_about_the_same(open_page: OpenPage) -> None:
    for scripts in (True, False):
        page = open_page("awa", scripts=scripts)
        page.goto(f"{FINANCE}spaces/")
        follow(page.get_by_role("link", name="Forum ouvert").first)
        follow(page.get_by_role("link", name="Publier le budget").first)
        link = page.get_by_role("link", name="Ressources et sujets sur la même chose")
        if scripts:
            link.scroll_into_view_if_needed()
            expect(page.locator("#related")).to_be_visible()
        else:
            link.click()
            expect(page.get_by_role("heading", level=1)).to_have_text("À voir aussi")
