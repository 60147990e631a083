"""Every screen: no axe finding, no policy violation, no request to elsewhere, no sideways scroll."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.e2e.pages import OpenPage, follow, weigh, weigh_warm
from tests.e2e.screens import FINANCE, SCREENS, Screen

pytestmark = pytest.mark.e2e
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Page) -> list[str]:
    """Run axe inside the page; its script is put in by the browser itself, past the policy."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        json.dumps([one["id"], [node["html"][:160] for node in one["nodes"][:2]]])
        for one in found["violations"]
    ]


@pytest.mark.parametrize("look", ["fr-1280", "en-320-dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_screen_is_accessible_tight_and_closed(
    screen: Screen, look: str, open_page: OpenPage, product: str
) -> None:
    language, width = look.split("-")[:2]
    page = open_page(
        screen.persona, language=language, width=int(width), dark=look.endswith("dark")
    )
    troubles: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda line: troubles.append(line.text) if "Policy" in line.text else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    answer = page.goto(screen.address)

    assert answer is not None
    assert answer.status == screen.status
    for selector in screen.through:
        go_through(page, selector)
    assert page.locator("html").get_attribute("lang") == language
    assert findings(page) == []
    assert troubles == []
    assert hosts == {urlsplit(product).netloc}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def go_through(page: Page, selector: str) -> None:
    """Open what a summary holds, or follow a link of the page: ``text=`` finds it by its words."""
    if selector.startswith("summary"):
        page.locator(selector).first.click()
        return
    main, (how, _, words) = page.locator("main"), selector.partition("=")
    link = main.locator("a", has_text=words) if how == "text" else main.locator(selector)
    follow(link.first)


def long_topic(page: Page) -> str:
    page.goto(f"{FINANCE}spaces/")
    follow(page.get_by_role("link", name="Forum ouvert").first)
    found = page.get_by_role("link", name="Tour de table").first.get_attribute("href")
    assert found is not None
    return found


def test_first_view_is_light(open_page: OpenPage) -> None:
    weight, requests = weigh(open_page(), "/")

    assert weight <= 60_000
    assert requests <= 6


def test_topic_and_list_are_light_when_warm(open_page: OpenPage) -> None:
    page = open_page("awa")
    address = long_topic(page)
    topic = weigh_warm(page, f"{address}?page=1")
    page.goto(f"{FINANCE}spaces/")
    follow(page.get_by_role("link", name="Forum ouvert").first)
    listed = weigh_warm(page, page.url)

    assert topic <= 22_000
    assert listed <= 12_000
