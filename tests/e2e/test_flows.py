"""What people come to do, in a real browser, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import OpenPage, follow
from tests.e2e.screens import FINANCE

pytestmark = pytest.mark.e2e


def to_open_forum(page: Page) -> None:
    page.goto(f"{FINANCE}spaces/")
    follow(page.get_by_role("link", name="Forum ouvert").first)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_topic_is_started_answered_edited_deleted_and_restored(
    open_page: OpenPage,
    scripts: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    title = f"Un essai {'avec' if scripts else 'sans'} scripts"
    awa = open_page("awa", scripts=scripts)
    to_open_forum(awa)
    awa.get_by_role("link", name="Nouveau sujet").first.click()
    awa.get_by_label("Titre").fill(title)
    awa.get_by_label("Votre texte").fill("Une question **simple**.")
    awa.get_by_role("button", name="Aperçu").click()
    expect(awa.locator(".preview strong")).to_have_text("simple")
    awa.get_by_role("button", name="Envoyer").click()
    expect(awa.get_by_role("heading", level=1)).to_contain_text(title)

    chloe = open_page("chloe", scripts=scripts)
    chloe.goto(awa.url)
    chloe.get_by_label("Votre texte").fill("Une réponse.")
    chloe.get_by_role("button", name="Envoyer").click()
    mine = chloe.locator("article.post").last
    expect(mine).to_contain_text("Une réponse.")

    mine.get_by_role("link", name="Modifier").click()
    chloe.get_by_label("Votre texte").fill("Une meilleure réponse.")
    chloe.get_by_role("button", name="Enregistrer").click()
    expect(chloe.locator("article.post").last).to_contain_text("meilleure")

    chloe.locator("article.post").last.get_by_role("button", name="Supprimer").click()
    expect(chloe.locator("article.post").last).to_contain_text("supprimé")
    chloe.get_by_role("button", name="Annuler").click()
    expect(chloe.locator("article.post").last).to_contain_text("meilleure")


def test_draft_written_here_waits_on_another_device(open_page: OpenPage) -> None:
    chloe = open_page("chloe")
    to_open_forum(chloe)
    follow(chloe.get_by_role("link", name="Qui tient encore").first)
    address = chloe.url
    chloe.get_by_label("Votre texte").press_sequentially("Je commence une phrase")
    expect(chloe.locator("[data-draft-state]")).to_contain_text("Brouillon", timeout=8_000)

    elsewhere = open_page("chloe", scripts=False)
    elsewhere.goto(address)
    expect(elsewhere.get_by_label("Votre texte")).to_have_value("Je commence une phrase")


def test_double_click_sends_one_post(open_page: OpenPage) -> None:
    page = open_page("boubacar")
    to_open_forum(page)
    follow(page.get_by_role("link", name="Publier le budget").first)
    page.get_by_label("Votre texte").fill("Une seule fois.")
    page.get_by_role("button", name="Envoyer").dblclick()
    expect(page.locator("article.post").last).to_contain_text("Une seule fois.")
    expect(page.get_by_text("Une seule fois.", exact=True)).to_have_count(1)


def test_protected_space_does_not_exist_for_others(open_page: OpenPage) -> None:
    awa = open_page("awa")
    awa.goto(f"{FINANCE}spaces/")
    follow(awa.get_by_role("link", name="Cercle intérieur").first)
    address = awa.url

    for persona in ("chloe", "diego", "esther", "gustave", None):
        other = open_page(persona)
        answer = other.goto(address)
        assert answer is not None
        assert answer.status == 404


def test_keyboard_reaches_everything_on_a_topic(open_page: OpenPage) -> None:
    page = open_page("awa")
    to_open_forum(page)
    follow(page.get_by_role("link", name="Publier le budget").first)
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, textarea, input:not([type=hidden])')]"
        ".filter(one => one.offsetParent !== null || one.classList.contains('skip')).length"
    )
    reached = set()
    for _press in range(wanted + 20):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.outerHTML.slice(0, 300) + document.activeElement.offsetTop"
            )
        )
        visible = page.evaluate(
            "document.activeElement === document.body"
            " || getComputedStyle(document.activeElement).outlineStyle !== 'none'"
        )
        assert visible
    assert len(reached) >= wanted * 0.9


def test_language_changes_with_one_button(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/communities/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Communities")
    assert page.url.endswith("/communities/")
