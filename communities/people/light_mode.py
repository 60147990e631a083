"""Light mode: whether a page is to load nothing that its reader did not ask for.

Chosen in the account, for visitors on the device, or else left to what the browser asks.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from communities.people.models import LightMode

GetResponse = Callable[[HttpRequest], HttpResponseBase]
COOKIE = "light_mode"


def is_light(request: HttpRequest) -> bool:
    """Tell whether this page is light: as the reader chose, else as the browser asks."""
    choice = light_mode_of(request)
    if choice == LightMode.AUTO:
        return request.headers.get("Save-Data", "").strip().lower() == "on"
    return choice == LightMode.ON


def light_mode_of(request: HttpRequest) -> LightMode:
    """Return what the reader chose: in the account, else on this device."""
    request.light_mode_was_asked = True  # type: ignore[attr-defined]  # ours
    person = getattr(request, "user", None)  # absent where a page is refused very early
    chosen = person.light_mode if person is not None and person.is_authenticated else ""
    if chosen in {LightMode.ON, LightMode.OFF}:
        return LightMode(chosen)
    kept = request.COOKIES.get(COOKIE, "")
    return LightMode(kept) if kept in LightMode.values else LightMode.AUTO


def keep_on_device(response: HttpResponseBase, choice: LightMode) -> None:
    """Remember a visitor's choice in a cookie; no choice leaves none."""
    if choice == LightMode.AUTO:
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE,
        choice.value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def tell_caches(get_response: GetResponse) -> GetResponse:
    """Let no cache give a light page to somebody else, or the other way round."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if getattr(request, "light_mode_was_asked", False):
            patch_vary_headers(response, ("Cookie", "Save-Data"))
        return response

    return middleware
