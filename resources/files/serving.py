"""Sending private files: the view has asked the policy, here they leave (RFC 9110).

``FILES_HANDED_OVER_BY`` leaves the bytes to the web server in front. Such a server does ranges and
conditions itself. nginx drops headers of ours that it does not know: its internal location has to
add ``X-Content-Type-Options`` and ``Content-Security-Policy`` again.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import PurePath
from typing import Any, cast
from urllib.parse import quote

from django.conf import settings
from django.core.files import File
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from resources.files.kinds import SHOWN
from resources.files.models import StoredFile
from resources.files.pictures import HEAVIEST
from resources.files.previews import SECONDS_TO_WAIT, PreviewBusy, has_preview
from resources.files.ranges import RangeUnsatisfiableError, byte_range
from resources.files.streams import FileStream, Pieces

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parcel:
    """Bytes that never change under their tag, and what they are called and are."""

    storage: Any
    path: str
    name: str
    content_type: str
    tag: str
    since: datetime

    @classmethod
    def of(cls, found: StoredFile) -> "Parcel":
        """Wrap a stored file as it is."""
        file: FieldFile = found.file
        facts = (found.name, found.content_type, found.key, found.uploaded_at)
        return cls(file.storage, file.name or "", *facts)

    @classmethod
    def small(cls, found: StoredFile) -> "Parcel":
        """Wrap the small copy of a picture."""
        whole = cls.of(found)
        name = f"{PurePath(whole.name).stem}.webp"
        tag = f"{whole.tag}-preview"
        return replace(
            whole, path=found.preview_path, name=name, content_type="image/webp", tag=tag
        )

    @property
    def last_modified(self) -> int:
        return int(self.since.timestamp())


def streamed(
    request: HttpRequest, found: StoredFile, *, is_public: bool = False
) -> HttpResponseBase:
    """Send a file one may read so that it can do no harm in a browser."""
    return sent(request, Parcel.of(found), is_public=is_public)


def preview(
    request: HttpRequest, found: StoredFile, *, is_public: bool = False
) -> HttpResponseBase:
    """Send the small copy of a picture, or a light picture itself; other files have none (404)."""
    if not found.is_picture:
        raise Http404
    if found.size <= HEAVIEST:
        return sent(request, Parcel.of(found), is_public=is_public)
    try:
        is_there = has_preview(found)
    except PreviewBusy:
        return HttpResponse(status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    if not is_there:
        raise Http404
    return sent(request, Parcel.small(found), is_public=is_public)


def sent(request: HttpRequest, parcel: Parcel, *, is_public: bool = False) -> HttpResponseBase:
    """Answer with a parcel: whole, in part, not modified, or handed over to the web server."""
    headers = _harmless(parcel, is_public=is_public)
    handed_over = _handed_over(parcel)
    if handed_over:
        return HttpResponse(headers=headers | handed_over)
    content = _opened(parcel)
    headers |= {
        "Accept-Ranges": "bytes",
        "ETag": f'"{parcel.tag}-{content.size:x}"',
        "Last-Modified": http_date(parcel.last_modified),
    }
    bare = HttpResponse(headers=headers)
    judged = get_conditional_response(request, headers["ETag"], parcel.last_modified, bare)
    answer = _content(request, content, headers) if judged in {None, bare} else judged
    if not isinstance(answer, FileStream):
        content.close()
    return cast("HttpResponseBase", answer)


def _content(
    request: HttpRequest, content: File[Any], headers: dict[str, str]
) -> HttpResponse | FileStream:
    size = content.size
    if request.method == "HEAD":
        return HttpResponse(headers=headers | {"Content-Length": str(size)})
    try:
        part = byte_range(_wanted(request, headers), size)
    except RangeUnsatisfiableError:
        headers["Content-Range"] = f"bytes */{size}"
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    if part is None:
        return FileStream(
            Pieces(content, range(size)), headers=headers | {"Content-Length": str(size)}
        )
    headers["Content-Length"] = str(len(part))
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return FileStream(Pieces(content, part), status=HTTPStatus.PARTIAL_CONTENT, headers=headers)


def _wanted(request: HttpRequest, headers: dict[str, str]) -> str:
    """Return the ``Range``, unless it is meant for another version of the file."""
    condition = request.headers.get("If-Range", "").strip()
    if condition and condition not in {headers["ETag"], headers["Last-Modified"]}:
        return ""
    return request.headers.get("Range", "").strip()


def _harmless(parcel: Parcel, *, is_public: bool) -> dict[str, str]:
    is_saved = parcel.content_type not in SHOWN
    disposition = content_disposition_header(is_saved, parcel.name) or "attachment"
    return {
        "Content-Type": parcel.content_type,
        "Content-Disposition": disposition,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        # Asked again each time: whoever lost access loses it now, a shared cache included.
        "Cache-Control": "public, no-cache" if is_public else "private, no-cache",
    }


def _opened(parcel: Parcel) -> File[Any]:
    try:
        content: File[Any] = parcel.storage.open(parcel.path, "rb")
    except FileNotFoundError:
        logger.exception("The bytes of %s are not in the storage", parcel.path)
        raise Http404 from None
    return content


def _handed_over(parcel: Parcel) -> dict[str, str]:
    if settings.FILES_HANDED_OVER_BY == "":
        return {}
    try:
        path = parcel.storage.path(parcel.path)
    except NotImplementedError:  # a storage elsewhere: no web server finds it on its disk
        return {}
    if settings.FILES_HANDED_OVER_BY == "x-sendfile":
        return {"X-Sendfile": quote(path)}
    return {"X-Accel-Redirect": quote(settings.FILES_INTERNAL_PREFIX + parcel.path)}
