"""Two servers and Redis between them: one room for all, access that is fresh, and no need of Redis."""

import asyncio
import os
import shutil
import signal
import socket as plain
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.e2e.product import free_port
from tests.forums.chat.reference import HeldRoom
from tests.robustness.chat_client import ChatClient, ask, close_code, hear, opened, p95, say, talk
from tests.robustness.hand import Hand, hand_on
from tests.robustness.product import Product

AWAY_SECONDS = float(os.environ.get("COP_REDIS_SECONDS", "10"))
BINARY = shutil.which("redis-server")
WARNINGS = ("Redis is away", "relay is down")
pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(BINARY is None, reason="redis-server is not installed"),
]


class Redis:
    """A Redis of these tests' own, which keeps nothing on disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert BINARY is not None
        facts = ["--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.running = subprocess.Popen([BINARY, *facts], stdout=subprocess.DEVNULL)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with suppress(OSError), plain.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.05)
        raise TimeoutError("redis-server")

    def kill(self) -> None:
        if self.running is not None:
            self.running.send_signal(signal.SIGKILL)
            self.running.wait()
            self.running = None


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    found = Redis()
    try:
        found.start()
        yield found
    finally:
        found.kill()


@pytest.fixture(scope="module")
def servers(
    prepared: Product, redis: Redis, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Product, Product]]:
    folder: Path = tmp_path_factory.mktemp("two")
    one = prepared.copy(folder, redis=redis.address)
    other = Product(folder, redis=redis.address)
    try:
        one.start()
        other.start()
        yield one, other
    finally:
        one.kill()
        other.kill()


@pytest.fixture(scope="module")
def hand(servers: tuple[Product, Product]) -> Iterator[Hand]:
    with hand_on(servers[0]) as found:
        yield found


@asynccontextmanager
async def pair(
    servers: tuple[Product, Product], hand: Hand
) -> AsyncIterator[tuple[ChatClient, ChatClient]]:
    """Two people in the room, each at a server of their own."""
    room = hand.room()
    one, other = hand.newcomer(), hand.newcomer()
    async with (
        ChatClient(servers[0].port, one.cookies, room) as writer,
        ChatClient(servers[1].port, other.cookies, room) as reader,
    ):
        await writer.joined()
        await reader.joined()
        yield writer, reader


async def assert_both_hold_the_same(writer: ChatClient, reader: ChatClient) -> None:
    fresh = HeldRoom(reader.held.fetch)
    await asyncio.to_thread(fresh.catch_up)
    for client in (writer, reader):
        await client.until_held(len(fresh.messages))
        assert client.held.state == fresh.state
        assert client.doubled == []


async def test_what_is_said_at_one_is_heard_at_the_other(
    servers: tuple[Product, Product], hand: Hand
) -> None:
    async with pair(servers, hand) as (writer, reader):
        until = time.monotonic() + 8  # longer than Redis' own time-outs
        took = await talk(writer, reader, lambda: time.monotonic() > until)
        assert p95(took) < 0.3
        await assert_both_hold_the_same(writer, reader)


async def test_after_a_silence_the_other_still_hears(
    servers: tuple[Product, Product], hand: Hand
) -> None:
    async with pair(servers, hand) as (writer, reader):
        for _silence in range(3):
            await asyncio.sleep(5.4)
            told, until = len(reader.frames), time.monotonic() + 0.1
            await talk(writer, reader, lambda until=until: time.monotonic() > until)  # type: ignore[misc]
            assert any(one["t"] == "m" for one in reader.frames[told:])


async def test_a_silence_is_no_fault_of_redis(
    prepared: Product, redis: Redis, tmp_path: Path
) -> None:
    # On uvicorn's loop Redis' answer that there is nothing beats a time-out just as long by luck.
    quiet = prepared.copy(tmp_path / "quiet", server="daphne", redis=redis.address)
    quiet.start()
    try:
        with hand_on(quiet) as hand:
            person, room = hand.newcomer(), hand.room()
            async with ChatClient(quiet.port, person.cookies, room) as client:
                await client.joined()
                await asyncio.sleep(12)
                assert not any(one["t"] == "line" for one in client.frames)
    finally:
        quiet.kill()
    assert "relay is down" not in quiet.log.read_text()


@pytest.mark.parametrize("how", ["remove", "suspend"])
async def test_whoever_goes_hears_nothing_more_at_the_other(
    servers: tuple[Product, Product], hand: Hand, how: str
) -> None:
    leaver, place = hand.newcomer(), f"room:{hand.room()}"
    async with (
        pair(servers, hand) as (writer, _reader),
        opened(servers[1].port, leaver.cookies) as socket,
    ):
        await say(socket, t="join", p=place)
        await hear(socket, "joined")
        await asyncio.to_thread(lambda: hand.do(how, person=leaver.key))
        began = time.monotonic()
        if how == "remove":
            await hear(socket, "gone")
        else:
            assert await close_code(socket) == 4401
        assert time.monotonic() - began < 1
        await writer.send("Among ourselves")
        if how == "remove":
            with pytest.raises(TimeoutError):
                await hear(socket, "m", "at", within=1)


def faults(servers: tuple[Product, Product]) -> list[str]:
    """Return what went wrong besides that Redis is away, which is told as a warning."""
    return [line for line in servers[0].faults() if not any(one in line for one in WARNINGS)]


async def pages_while(
    servers: tuple[Product, Product], cookies: str, away: asyncio.Task[None]
) -> float:
    """Read pages until Redis is back; return the seconds the slowest took."""
    slowest = 0.0
    paths = ["/", "/communities/water-for-all/", "/communities/water-for-all/chat/"]
    while not away.done():
        for server in servers:
            for path in paths:
                began = time.monotonic()
                status, _content = await asyncio.to_thread(ask, server.port, path, cookies)
                assert status == 200, path
                slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(0.2)
    return slowest


async def test_redis_killed_and_back(
    servers: tuple[Product, Product], redis: Redis, hand: Hand
) -> None:
    async def away() -> None:
        await asyncio.to_thread(redis.kill)
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(redis.start)

    async with pair(servers, hand) as (writer, reader):
        outage = asyncio.create_task(away())
        took, slowest = await asyncio.gather(
            talk(writer, reader, outage.done), pages_while(servers, writer.cookies, outage)
        )
        await outage
        assert p95(took) < 1.5  # through the database, which each server looks at twice a second
        assert slowest < 3
        await assert_both_hold_the_same(writer, reader)
        assert (writer.connections, reader.connections) == (1, 1)
        await until_relayed(writer, reader)
        await assert_both_hold_the_same(writer, reader)
    assert faults(servers) == []


async def until_relayed(writer: ChatClient, reader: ChatClient) -> None:
    """Talk until a whole message comes through Redis again, and not only the number."""
    async with asyncio.timeout(30):
        while True:
            told = len(reader.frames)
            answer, _attempts = await writer.send("Are you there?")
            await asyncio.sleep(0.3)
            news = [one for one in reader.frames[told:] if one["t"] == "m"]
            if any(one["m"]["id"] == answer["id"] for one in news):
                return
