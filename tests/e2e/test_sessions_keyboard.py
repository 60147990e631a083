"""A session with the keyboard alone: planned, led, joined, and written up."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.meeting import MINUTES, Sitting, planned
from tests.e2e.pages import OpenPage
from tests.e2e.product import Product
from tests.e2e.screens import LEARNING

pytestmark = pytest.mark.e2e


def test_a_session_is_led_and_joined_with_the_keyboard_alone(
    open_page: OpenPage, demo: Product
) -> None:
    session = planned(demo, "Au clavier", "live", MINUTES)
    fatou, boubacar = (Sitting(open_page(key), session) for key in ("fatou", "boubacar"))
    for one in (fatou, boubacar):
        one.look()
        go_in(one.page)

    tab_to(fatou.page, "button[name=act][value=start]")
    fatou.page.keyboard.press("Enter")
    boubacar.sees_step("integration")
    tab_to(boubacar.page, "[data-step=integration] textarea[name=body]")
    boubacar.page.keyboard.type("Écrit sans souris.")
    boubacar.page.keyboard.press("Control+Enter")
    fatou.hears("Écrit sans souris.")
    tab_to(boubacar.page, "button[name=up][value='1']")
    boubacar.page.keyboard.press("Enter")
    row = fatou.page.locator("#people li", has_text="Boubacar Sow")
    expect(row.locator("[data-mark=hand]")).to_be_visible()
    tab_to(fatou.page, f"#people li[data-id='{row.get_attribute('data-id')}'] [data-give]")
    fatou.page.keyboard.press("Enter")
    expect(boubacar.page.locator("[data-when=my-turn]")).to_be_visible()
    tab_to(fatou.page, "button[name=act][value=next]")
    fatou.page.keyboard.press("Enter")
    boubacar.sees_step("choice")


def test_a_session_is_planned_and_written_up_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("fatou")
    page.goto(f"{LEARNING}sessions/")
    go(page, "main a[href$='/sessions/new/']")
    go(page, "main a[href*='after-action-review']")
    write(page, "input[name=title]", "Ce que la foire nous a appris")
    # Day and hour as a browser of any country takes them.
    write(page, "input[name=date]", f"0101{timezone.localdate().year + 1}")
    write(page, "input[name=hour]", "1000AM")
    go(page, "main form button.button-main")
    expect(page.locator("h1")).to_have_text("Ce que la foire nous a appris")

    go(page, "main a[href$='/live/']")
    go_in(page)
    press(page, "button[name=act][value=start]")
    press(page, ".lead-bar summary")
    press(page, "button[name=act][value=end]")
    expect(page.locator(".stage")).to_be_hidden()
    go(page, ".notice:not([hidden]) a")
    go(page, "main a[href$='/minutes/']")
    go(page, "main a[href$='/minutes/edit/']")
    write(page, "main textarea", "Nous ouvrirons une heure plus tôt.")
    go(page, "main form button.button-main")
    expect(page.locator("article.prose")).to_contain_text("une heure plus tôt")
    go(page, "form[action$='/share/'] button")
    expect(page.locator("form[action$='/share/']")).to_have_count(0)


def go_in(page: Page) -> None:
    """Accept the words of confidentiality."""
    tab_to(page, "input[name=accepts]")
    page.keyboard.press("Space")
    go(page, "main form button.button-main")


def go(page: Page, selector: str) -> None:
    """Press what leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        press(page, selector)


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def write(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus, which must be seen, stands on an element."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", selector
            return
    raise AssertionError(f"No way by Tab to {selector}")
