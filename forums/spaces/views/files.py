"""Private files: each request asks the policy, then streams."""

import logging

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from communities.access import standing_of
from forums.spaces.models import StoredFile
from forums.spaces.selectors.topics import access_attachment

logger = logging.getLogger(__name__)


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream a file; pictures show in the browser, all else is saved."""
    return streamed(access_attachment(standing_of(request), key, request.user.pk))


def streamed(found: StoredFile) -> FileResponse:
    """Send a file one may read so that it can do no harm in a browser."""
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        logger.exception("The bytes of file %s are not in the storage", found.pk)
        raise Http404 from None
    is_image = found.content_type.startswith("image/")
    response = FileResponse(
        content,
        as_attachment=not is_image,
        filename=found.name,
        content_type=found.content_type,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
