"""The server's side: whoever reads slowly keeps no thread from the others."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cop_site.asgi import SEATS, LastingThreadsHandler
from resources.files.streams import PIECE, FileStream, Pieces

SIZE = 3 * PIECE


@pytest.fixture(autouse=True)
def _no_database() -> Iterator[None]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answered(request: HttpRequest) -> HttpResponseBase:
    if request.path == "/page/":
        return HttpResponse("page")
    return FileStream(Pieces(ContentFile(bytes(SIZE)), range(SIZE)))


@pytest.fixture
def handler() -> LastingThreadsHandler:
    handler = LastingThreadsHandler()
    handler.get_response = answered  # type: ignore[method-assign]  # no site behind it
    return handler


class Reader:
    """A client that takes each message only when it may."""

    def __init__(self, path: str) -> None:
        self.scope = {"type": "http", "method": "GET", "path": path, "headers": []}
        self.may_read, self.leaves = asyncio.Event(), asyncio.Event()
        self.asked = False
        self.got = b""

    async def receive(self) -> dict[str, Any]:
        if self.asked:
            await self.leaves.wait()
            return {"type": "http.disconnect"}
        self.asked = True
        return {"type": "http.request"}

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            await self.may_read.wait()
            self.got += message.get("body", b"")


async def test_slow_downloads_keep_no_page_waiting(handler: LastingThreadsHandler) -> None:
    slow = [Reader("/file/") for _number in range(SEATS + 2)]
    tasks = [asyncio.create_task(handler(one.scope, one.receive, one.send)) for one in slow]
    await asyncio.sleep(0.2)
    quick = Reader("/page/")
    quick.may_read.set()

    await asyncio.wait_for(handler(quick.scope, quick.receive, quick.send), timeout=5)

    assert quick.got == b"page"
    assert {one.got for one in slow} == {b""}
    for one in slow:
        one.may_read.set()
    await asyncio.wait_for(asyncio.gather(*tasks), timeout=5)
    assert {one.got for one in slow} == {bytes(SIZE)}
    assert handler.seats.qsize() == SEATS


async def test_a_reader_who_leaves_gives_the_thread_back(handler: LastingThreadsHandler) -> None:
    reader = Reader("/file/")
    reader.asked = True
    reader.leaves.set()

    await asyncio.wait_for(handler(reader.scope, reader.receive, reader.send), timeout=5)

    assert handler.seats.qsize() == SEATS
