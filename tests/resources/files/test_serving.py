"""C-S11, the way out: headers, conditions, ranges (RFC 9110), and the web server in front."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from cop_site.middleware import GZipPages
from resources.files.kinds import HTML, IMAGES, PDF, TEXTS, ZIPPED
from resources.files.serving import Parcel, sent
from resources.files.streams import PIECE, FileStream, Pieces

WORDS = b"0123456789"
TAG = '"tag-a"'
SINCE = "Sat, 21 Nov 2026 09:00:00 GMT"
BEFORE = "Sat, 21 Nov 2026 08:59:59 GMT"
SAFE = {kind for _format, kind in IMAGES.values()}
KINDS = sorted({*SAFE, *ZIPPED.values(), *TEXTS.values(), HTML, PDF})


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    storage = FileSystemStorage(tmp_path)
    storage.save("ab/random", ContentFile(WORDS))
    since = datetime(2026, 11, 21, 9, 0, 0, 400_000, tzinfo=UTC)
    return Parcel(storage, "ab/random", "Plan été.txt", "text/plain", "tag", since)


Ask = Callable[..., HttpResponseBase]


@pytest.fixture(autouse=True)
def _no_database() -> Iterator[None]:
    """Closing an answer looks after the database, which is not there (as Django's client does)."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


@pytest.fixture
def ask() -> Iterator[Ask]:
    """Return a way to ask for a parcel; answers are closed as a server closes them."""
    with ExitStack() as stack:

        def asked(parcel: Parcel, method: str = "GET", **headers: str) -> HttpResponseBase:
            request = RequestFactory().generic(method, "/", headers=headers)
            return stack.enter_context(closing(sent(request, parcel)))

        yield asked


def body(answer: HttpResponseBase) -> bytes:
    return b"".join(answer)  # type: ignore[arg-type]  # both kinds of answers can be joined


@pytest.mark.parametrize("kind", KINDS)
def test_only_pictures_show_in_the_browser_and_nothing_runs(
    ask: Ask, parcel: Parcel, kind: str
) -> None:
    headers = ask(replace(parcel, content_type=kind)).headers

    way = "inline" if kind in SAFE else "attachment"
    assert headers["Content-Type"] == kind
    assert headers["Content-Disposition"] == f"{way}; filename*=utf-8''Plan%20%C3%A9t%C3%A9.txt"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("kind", ["image/svg+xml", "image/x-unknown", "text/xml", ""])
def test_a_kind_that_should_not_be_there_is_saved_not_shown(
    ask: Ask, parcel: Parcel, kind: str
) -> None:
    headers = ask(replace(parcel, content_type=kind)).headers

    assert headers["Content-Disposition"].startswith("attachment")


def test_a_name_cannot_write_headers(ask: Ask, parcel: Parcel) -> None:
    answer = ask(replace(parcel, name='a";x="\\.txt'))

    assert answer.headers["Content-Disposition"] == r'attachment; filename="a\";x=\"\\.txt"'


def test_what_is_public_may_be_kept_by_caches_that_ask_again(parcel: Parcel) -> None:
    with closing(sent(RequestFactory().get("/"), parcel, is_public=True)) as answer:
        headers = answer.headers

    assert headers["Cache-Control"] == "public, no-cache"


def test_the_whole_is_described(ask: Ask, parcel: Parcel) -> None:
    answer = ask(parcel)

    assert (answer.status_code, body(answer)) == (200, WORDS)
    assert answer.headers["Content-Length"] == "10"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == TAG
    assert answer.headers["Last-Modified"] == SINCE


def test_head_tells_what_get_would_and_sends_nothing(ask: Ask, parcel: Parcel) -> None:
    head, get = ask(parcel, "HEAD", Range="bytes=0-3"), ask(parcel)

    assert (head.status_code, body(head)) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-3", "0-3"),
        ("bytes=4-", "4-9"),
        ("bytes=-4", "6-9"),
        ("bytes=0-0", "0-0"),
        ("bytes=9-9", "9-9"),
        ("bytes=8-99", "8-9"),
        ("bytes=-99", "0-9"),
        ("bytes=0-9", "0-9"),
        ("bytes=0-" + "9" * 60, "0-9"),
        ("BYTES= 2-3 ", "2-3"),
    ],
)
def test_one_range_is_sent_alone(ask: Ask, parcel: Parcel, wanted: str, part: str) -> None:
    answer = ask(parcel, Range=wanted)

    first, last = (int(number) for number in part.split("-"))
    assert (answer.status_code, body(answer)) == (206, WORDS[first : last + 1])
    assert answer.headers["Content-Range"] == f"bytes {part}/10"
    assert answer.headers["Content-Length"] == str(last - first + 1)
    assert answer.headers["ETag"] == TAG


@pytest.mark.parametrize(
    "wanted", ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=" + "9" * 60 + "-"]
)
def test_a_range_outside_the_file_is_refused_with_its_length(
    ask: Ask, parcel: Parcel, wanted: str
) -> None:
    answer = ask(parcel, Range=wanted)

    assert (answer.status_code, body(answer)) == (416, b"")
    assert answer.headers["Content-Range"] == "bytes */10"
    assert "Content-Disposition" in answer.headers


@pytest.mark.parametrize(
    "wanted",
    ["bytes=0-1,4-5", "bytes=3-2", "bytes=-", "bytes=x-y", "bytes=", "lines=1-2", "0-3", "bytes=٣-٤",
     "bytes=1-2-3", "bytes=--1", "bytes=0x1-3", "bytes=" + "0" * 5000 + "-3"],
)  # fmt: skip
def test_other_ranges_are_answered_with_the_whole(ask: Ask, parcel: Parcel, wanted: str) -> None:
    answer = ask(parcel, Range=wanted)

    assert (answer.status_code, body(answer)) == (200, WORDS)


@pytest.mark.parametrize("wanted", ["bytes=0-", "bytes=-5"])
def test_an_empty_file_has_no_parts(ask: Ask, parcel: Parcel, wanted: str) -> None:
    parcel.storage.save("empty", ContentFile(b""))

    answer = ask(replace(parcel, path="empty"), Range=wanted)

    assert (answer.status_code, body(answer)) == ({"bytes=0-": 416, "bytes=-5": 200}[wanted], b"")


@pytest.mark.parametrize(
    ("condition", "status"),
    [(TAG, 206), (SINCE, 206), ('"other"', 200), ("W/" + TAG, 200), (BEFORE, 200), ("junk", 200)],
)
def test_a_part_is_for_who_holds_the_same_file(
    ask: Ask, parcel: Parcel, condition: str, status: int
) -> None:
    assert ask(parcel, **{"Range": "bytes=0-3", "If-Range": condition}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": TAG}, 304),
        ({"If-None-Match": "W/" + TAG}, 304),
        ({"If-None-Match": '"x", ' + TAG}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"x"'}, 200),
        ({"If-Modified-Since": SINCE}, 304),
        ({"If-Modified-Since": BEFORE}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": '"x"', "If-Modified-Since": SINCE}, 200),
        ({"If-None-Match": TAG, "Range": "bytes=0-3"}, 304),
        ({"If-Match": '"x"'}, 412),
        ({"If-Match": TAG}, 200),
        ({"If-Unmodified-Since": BEFORE}, 412),
        ({"If-Match": TAG, "Range": "bytes=0-3"}, 206),
    ],
)
def test_conditions_are_judged_in_the_order_of_the_rfc(
    ask: Ask, parcel: Parcel, headers: dict[str, str], status: int
) -> None:
    answer = ask(parcel, **headers)

    assert answer.status_code == status
    if status == 304:
        assert body(answer) == b""
        assert answer.headers["ETag"] == TAG
        assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-3"}, {"If-None-Match": TAG}])
def test_the_file_is_closed_when_the_answer_is(
    ask: Ask, parcel: Parcel, headers: dict[str, str]
) -> None:
    opened = parcel.storage.open("ab/random")

    class Storage(FileSystemStorage):
        def open(self, name: str, mode: str = "rb") -> Any:
            return opened

    ask(replace(parcel, storage=Storage()), **headers).close()

    assert opened.closed


def test_bytes_that_are_gone_are_absent(
    ask: Ask, parcel: Parcel, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Http404):
        ask(replace(parcel, path="ab/gone"))

    assert "ab/gone" in caplog.text


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-3"}])
def test_files_are_not_compressed_on_the_way(parcel: Parcel, headers: dict[str, str]) -> None:
    request = RequestFactory().get("/", headers=headers | {"Accept-Encoding": "gzip"})

    with closing(GZipPages(lambda asked: sent(asked, parcel))(request)) as answer:
        headers = answer.headers
    page = GZipPages(lambda _asked: HttpResponse("page " * 200))(request)

    assert "Content-Encoding" not in headers
    assert headers["ETag"] == TAG
    assert page.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("way", ["x-accel", "x-sendfile"])
def test_the_web_server_in_front_is_told_where_the_bytes_are(
    ask: Ask, parcel: Parcel, settings: Any, way: str, method: str
) -> None:
    settings.FILES_HANDED_OVER_BY, settings.FILES_INTERNAL_PREFIX = way, "/inside/"

    answer = ask(replace(parcel, path="ab/é x"), method, Range="bytes=0-3")

    at = f"{parcel.storage.location}/ab/%C3%A9%20x"
    told = {
        "x-accel": ("X-Accel-Redirect", "/inside/ab/%C3%A9%20x"),
        "x-sendfile": ("X-Sendfile", at),
    }
    name, value = told[way]
    assert (answer.status_code, body(answer), answer.headers[name]) == (200, b"", value)
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not {"ETag", "Accept-Ranges"} & set(answer.headers)


class Elsewhere(FileSystemStorage):
    """Stands for an object storage, which has no paths."""

    def path(self, name: str) -> str:
        raise NotImplementedError

    def open(self, name: str, mode: str = "rb") -> File[bytes]:
        return ContentFile(WORDS)


def test_a_storage_without_paths_is_streamed_all_the_same(
    ask: Ask, parcel: Parcel, settings: Any
) -> None:
    settings.FILES_HANDED_OVER_BY = "x-accel"

    answer = ask(replace(parcel, storage=Elsewhere()))

    assert body(answer) == WORDS
    assert "X-Accel-Redirect" not in answer.headers


class Counted(ContentFile[bytes]):
    """Remembers how much was read at once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.reads: list[int] = []
        self.was_closed = False

    def read(self, size: int = -1) -> bytes:
        self.reads.append(size)
        return super().read(size)

    def close(self) -> None:
        self.was_closed = True


async def test_a_large_file_leaves_piece_by_piece() -> None:
    file = Counted(bytes(3 * PIECE))
    answer = FileStream(Pieces(file, range(1, 3 * PIECE)))
    pieces: AsyncIterator[bytes] = aiter(answer)

    first = await anext(pieces)
    read_for_the_first = list(file.reads)
    rest = [len(piece) async for piece in pieces]
    await asyncio.to_thread(answer.close)

    assert read_for_the_first == [PIECE]
    assert [len(first), *rest] == [PIECE, PIECE, PIECE - 1]
    assert file.was_closed
