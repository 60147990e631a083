"""A websocket as cheap as one can be, so that the load takes little from the server it measures."""

import asyncio
import json
import time
from functools import lru_cache
from typing import Any, Protocol, cast

from tests.performance.bench.chat.wire import (
    CLOSE,
    END_OF_HEAD,
    HANDSHAKE,
    PING,
    PONG,
    SWITCHED,
    TEXT,
    FrameCutter,
    framed,
)
from tests.performance.bench.server import HOST

PATH = "/live/"
FRAMES_REMEMBERED = 4096


@lru_cache(FRAMES_REMEMBERED)
def parsed(payload: bytes) -> dict[str, Any]:
    """Read a frame once, however many sockets hear it; nobody may change the answer."""
    return json.loads(payload)


class Listener(Protocol):
    """Who holds a line."""

    def heard(self, frame: dict[str, Any], at: float) -> None: ...
    def line_lost(self) -> None: ...


class Line(asyncio.Protocol):
    """One socket: shakes hands, reads frames, answers pings."""

    def __init__(self, port: int, cookies: str, listener: Listener) -> None:
        self._host = f"{HOST}:{port}"
        self._cookies = cookies
        self._listener = listener
        self._cutter = FrameCutter()
        self._head: bytes | None = b""  # none once hands are shaken
        self._transport: asyncio.Transport
        self._is_open = False
        self._is_wanted = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._is_open = True
        if not self._is_wanted:
            self._transport.abort()
            return
        handshake = HANDSHAKE.format(path=PATH, host=self._host, cookies=self._cookies)
        self._transport.write(handshake.encode())

    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        if self._head is not None:
            self._head += data
            head, end, data = self._head.partition(END_OF_HEAD)
            if not end:
                return
            self._head = None
            if SWITCHED not in head[:16]:
                self._transport.abort()
                return
        for opcode, payload in self._cutter.cut(data):
            if opcode == TEXT:
                self._listener.heard(parsed(payload), at)
            elif opcode == PING:
                self._transport.write(framed(PONG, payload))
            elif opcode == CLOSE:
                self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if self._is_wanted:
            self._listener.line_lost()

    def say(self, **frame: Any) -> None:
        """Send a frame."""
        self._transport.write(framed(TEXT, json.dumps(frame).encode()))

    def hang_up(self) -> None:
        """Break the line without a word, as a lost network does, and hear no more of it."""
        self._is_wanted = False
        if self._is_open:
            self._transport.abort()
