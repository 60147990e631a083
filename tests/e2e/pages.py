"""What every walk through the product does: follow a link or a form, and weigh a page."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

OpenPage = Callable[..., Page]


def follow(press: Locator) -> None:
    """Press what leads to another page, and wait until that page is there.

    A load state alone may be that of the page being left: on a busy machine the press returns
    before the browser has begun to leave.
    """
    with press.page.expect_navigation():
        press.click()


def weigh(page: Page, address: str) -> tuple[int, int]:
    """Return bytes on the wire and requests of a page, with what the browser has kept so far."""
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    sizes: list[int] = []
    client.on(
        "Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"]))
    )
    page.goto(address, wait_until="networkidle")
    client.detach()
    return sum(sizes), len(sizes)


def weigh_warm(page: Page, address: str) -> int:
    """Return bytes on the wire of a page whose styles and scripts the browser has kept."""
    page.goto(address, wait_until="networkidle")
    weight, _requests = weigh(page, address)
    return weight
