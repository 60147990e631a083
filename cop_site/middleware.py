"""What every request and response gets: an address without NUL, a policy, a number, its weight."""

import secrets
import zlib
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponseBase]

STRICT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
# Wagtail's admin runs inline scripts and styles and shows previews in frames.
EDITOR_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)
EDITOR_PREFIX = "/cms/"
WEIGHT_MARKER = b"<!--page-weight-->"


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Send the strict policy everywhere but in the editors' part."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return response  # the browser keeps the policy it got with the content
        is_editor = request.path.startswith(EDITOR_PREFIX)
        policy = EDITOR_POLICY if is_editor else STRICT_POLICY
        # A view says by an attribute that its page holds another of ours, or stands in one.
        if getattr(response, "holds_a_page", False):
            policy = policy.replace("default-src 'none';", "default-src 'none'; frame-src 'self';")
        if getattr(response, "stands_in_a_page", False):
            policy = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


class GZipPages(GZipMiddleware):
    """Compress pages, not files: a range counts the bytes of the file as it is stored."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.has_header("Accept-Ranges"):
            return response
        return super().process_response(request, response)


def plain_addresses(get_response: GetResponse) -> GetResponse:
    """Refuse NUL in an address: nobody types it, and neither database nor file system takes it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return get_response(request)

    return middleware


def request_number(get_response: GetResponse) -> GetResponse:
    """Give each request a number that error pages show and logs carry."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.number = secrets.token_hex(4)  # type: ignore[attr-defined]  # ours
        response = get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return response  # asked for every few seconds: as light as can be
        response.headers["X-Request-Number"] = request.number  # type: ignore[attr-defined]  # ours
        return response

    return middleware


def page_weight(get_response: GetResponse) -> GetResponse:
    """Write into the footer what the page weighs on the line, compressed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponse) and WEIGHT_MARKER in response.content:
            kilobytes = max(1, round(len(zlib.compress(response.content, 1)) / 1024))
            text = _("This page weighs %(size)s kB") % {"size": kilobytes}
            response.content = response.content.replace(WEIGHT_MARKER, text.encode())
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware
