"""A real Chromium on the running demo."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.pages import OpenPage
from tests.e2e.product import Product, running_product

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium_path() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        text = "no Chromium on this machine: the browser tests did not run"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(text)
        pytest.skip(text)
    return found


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    chromium_path()
    with running_product(Path(tmp_path_factory.mktemp("demo"))) as running:
        yield running


@pytest.fixture(scope="session")
def product(demo: Product) -> str:
    """The address at which the demo answers."""
    return demo.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(product: str, browser: Browser) -> Iterator[OpenPage]:
    """Open a page as a persona (or nobody), in a language, at a width, with scripts or without."""
    contexts: list[BrowserContext] = []

    def open_as(
        persona: str | None = None,
        *,
        language: str = "fr",
        width: int = 1280,
        scripts: bool = True,
        dark: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=product,
            locale=language,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.add_cookies([{"name": "django_language", "value": language, "url": product}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        if persona is not None:
            page.goto(f"/demo/{persona}/")
        return page

    yield open_as
    for context in contexts:
        context.close()
