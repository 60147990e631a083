"""The reader's language and time zone."""

import zoneinfo
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def own_language_and_zone(get_response: GetResponse) -> GetResponse:
    """Speak as the person chose: on this device, else in the account, else in the browser."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        translation.activate(_language(request))
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        if request.user.is_authenticated:
            timezone.activate(_zone(request.user.time_zone))
        else:
            timezone.deactivate()
        response = get_response(request)
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if not request.user.is_authenticated:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    return middleware


def _language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen in dict(settings.LANGUAGES):
        return str(chosen)
    if request.user.is_authenticated:
        return str(request.user.language)
    return translation.get_language_from_request(request)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
