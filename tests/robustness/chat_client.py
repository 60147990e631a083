"""Clients of the chat over the real socket: they join, send until acknowledged, and catch up."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from http.client import HTTPConnection
from typing import Any, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.forums.chat.reference import Frame, HeldRoom

ANSWER_SECONDS = 5.0
PATIENCE_SECONDS = 60.0
LOST = (OSError, WebSocketException, TimeoutError)


class HttpRefusedError(Exception):
    """The server answered with another status than it should."""


def ask(port: int, path: str, cookies: str = "") -> tuple[int, bytes]:
    """Fetch a page; return its status and content."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": cookies})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def fetcher(port: int, cookies: str, room: int) -> Callable[[int], Frame | None]:
    """Return what asks for the changes of a room."""

    def fetch(after: int) -> Frame | None:
        status, content = ask(port, f"/rooms/{room}/changes/?after={after}", cookies)
        if status in {401, 404}:
            return None
        if status != 200:
            raise HttpRefusedError(f"changes of room {room}: {status}")
        return cast("Frame", json.loads(content))

    return fetch


@asynccontextmanager
async def opened(port: int, cookies: str, **options: Any) -> AsyncIterator[ClientConnection]:
    """Open a socket as a page of the site would."""
    options = {"origin": f"http://127.0.0.1:{port}", "compression": None, **options}
    headers = {"Cookie": cookies} if cookies else None
    address = f"ws://127.0.0.1:{port}/live/"
    async with connect(address, additional_headers=headers, proxy=None, **options) as socket:
        yield socket


async def say(socket: ClientConnection, **frame: Any) -> None:
    await socket.send(json.dumps(frame))


async def hear(socket: ClientConnection, *kinds: str, within: float = ANSWER_SECONDS) -> Frame:
    """Wait for the next frame of one of these kinds."""
    async with asyncio.timeout(within):
        while True:
            frame: Frame = json.loads(await socket.recv())
            if frame["t"] in kinds:
                return frame


async def close_code(socket: ClientConnection, within: float = ANSWER_SECONDS) -> int | None:
    """Wait until the server closes a socket; return the code."""
    async with asyncio.timeout(within):
        with suppress(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code


class ChatClient:
    """A page that stays in a room: connects again when cut, and sends until acknowledged."""

    def __init__(self, port: int, cookies: str, room: int) -> None:
        self.port, self.cookies = port, cookies
        self.place = f"room:{room}"
        self.held = HeldRoom(fetcher(port, cookies, room))
        self.frames: list[Frame] = []
        self.arrived: dict[int, float] = {}  # message → when it came
        self.doubled: list[int] = []  # messages told as new more than once on one socket
        self.connections = 0
        self.close_codes: list[int | None] = []
        self._socket: ClientConnection | None = None
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._joined = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "ChatClient":
        self._task = asyncio.create_task(self._stay())
        return self

    async def __aexit__(self, *_facts: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def came_back(self) -> bool:
        return self.connections > 1

    async def joined(self, within: float = PATIENCE_SECONDS) -> None:
        async with asyncio.timeout(within):
            await self._joined.wait()

    async def cut(self) -> None:
        """Break the line without a word; ``connect_again`` mends it."""
        assert self._task is not None
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    def connect_again(self) -> None:
        self._task = asyncio.create_task(self._stay())

    async def send(self, body: str, key: str | None = None) -> tuple[Frame, int]:
        """Send, with the same key as often as needed; return the answer and the attempts."""
        key = key or str(uuid.uuid4())
        until = time.monotonic() + PATIENCE_SECONDS
        attempts = 0
        while time.monotonic() < until:
            await self.joined()
            attempts += 1
            answer = asyncio.get_running_loop().create_future()
            self._answers[key] = answer
            with suppress(*LOST):
                assert self._socket is not None
                frame = {"t": "send", "p": self.place, "k": key, "body": body}
                await self._socket.send(json.dumps(frame))
                return await asyncio.wait_for(answer, ANSWER_SECONDS), attempts
            await asyncio.sleep(0.05)
        raise TimeoutError(key)

    async def until_held(self, count: int, within: float = ANSWER_SECONDS) -> None:
        """Wait until this many messages are held."""
        async with asyncio.timeout(within):
            while len(self.held.messages) < count:  # noqa: ASYNC110 -- nothing to wait on
                await asyncio.sleep(0.01)

    async def _stay(self) -> None:
        while True:
            with suppress(*LOST):
                async with opened(self.port, self.cookies) as socket:
                    self.connections += 1
                    self._socket = socket
                    try:
                        await self._listen(socket)
                    finally:
                        self._joined.clear()
                        self.held.is_joined = False
                        self._fail_waiting()
                        self.close_codes.append(socket.close_code)
            await asyncio.sleep(0.1)

    def _fail_waiting(self) -> None:
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError())
                answer.exception()

    async def _listen(self, socket: ClientConnection) -> None:
        await say(socket, t="join", p=self.place, n=self.held.sequence)
        told: set[tuple[int, int]] = set()
        async for text in socket:
            frame: Frame = json.loads(text)
            self.frames.append(frame)
            if frame["t"] in {"ok", "no"}:
                waiting = self._answers.get(frame["k"])
                if waiting is not None and not waiting.done():
                    waiting.set_result(frame)
            elif frame["t"] in {"joined", "m", "at", "gone"}:
                if frame["t"] == "m":
                    self._note(frame["m"], told)
                await asyncio.to_thread(self.held.apply, frame)
                for message in self.held.messages:
                    self.arrived.setdefault(message, time.monotonic())
                if frame["t"] == "joined":
                    self._joined.set()

    def _note(self, message: Frame, told: set[tuple[int, int]]) -> None:
        self.arrived.setdefault(message["id"], time.monotonic())
        version = (message["id"], message["v"])
        if version in told:
            self.doubled.append(message["id"])
        told.add(version)


async def talk(writer: ChatClient, reader: ChatClient, until: Callable[[], bool]) -> list[float]:
    """Let one write and the other read; return the seconds each message took."""
    took = []
    number = 0
    while not until():
        number += 1
        began = time.monotonic()
        answer, _attempts = await writer.send(f"Talk {number}")
        assert answer["t"] == "ok", answer
        async with asyncio.timeout(ANSWER_SECONDS):
            while answer["id"] not in reader.arrived:  # noqa: ASYNC110 -- nothing to wait on
                await asyncio.sleep(0.005)
        took.append(reader.arrived[answer["id"]] - began)
        await asyncio.sleep(0.2)
    return took


def p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
