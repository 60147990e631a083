"""Private files of posts: each request asks the policy, then streams."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from communities.access import standing_of
from forums.spaces.selectors.topics import access_attachment
from resources.files import serving


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream a file; pictures show in the browser, all else is saved."""
    return serving.streamed(request, access_attachment(standing_of(request), key, request.user.pk))


@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream the small copy of a picture."""
    return serving.preview(request, access_attachment(standing_of(request), key, request.user.pk))
