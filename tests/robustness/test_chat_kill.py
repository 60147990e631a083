"""The server is killed and lines are cut while people talk: nothing is lost, nothing is doubled."""

import asyncio
import logging
import os
import random
import sqlite3
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing

import pytest

from tests.forums.chat.reference import HeldRoom
from tests.robustness.chat_client import ChatClient
from tests.robustness.hand import Hand, hand_on
from tests.robustness.product import Product

logger = logging.getLogger(__name__)

KILLS = int(os.environ.get("COP_KILLS", "3"))
WRITERS = 4
MOST_SECONDS = 120 + 10 * KILLS
# Messages told while a client is away; the server remembers changes of access for 30 seconds and
# presence for 75, so the last stands for the ten minutes in which all of that is forgotten.
MISSED = {"1 s": 1, "30 s": 30, "70 s": 70, "10 min": 300}
pytestmark = pytest.mark.faults


@pytest.fixture
def hand(product: Product) -> Iterator[Hand]:
    with hand_on(product) as found:
        yield found


@asynccontextmanager
async def clients(product: Product, hand: Hand, count: int) -> AsyncIterator[list[ChatClient]]:
    room = hand.room()
    async with AsyncExitStack() as stack:
        people = [hand.newcomer() for _number in range(count)]
        found = [ChatClient(product.port, one.cookies, room) for one in people]
        for client in found:
            await stack.enter_async_context(client)
            await client.joined()
        yield found


Told = dict[str, tuple[int, int]]  # key → which message it became, and the attempts


async def write_until(client: ChatClient, stop: Callable[[], bool], told: Told) -> None:
    """Write one message after the other; note what was acknowledged."""
    while not stop():
        key = str(uuid.uuid4())
        answer, attempts = await client.send(f"Words {key}", key)
        assert answer["t"] == "ok", answer
        told[key] = (answer["id"], attempts)
        await asyncio.sleep(0.15)


def assert_kept_once(hand: Hand, told: Told) -> None:
    rows = hand.do("kept", room=hand.room())
    times = Counter(key for _message, key, _words in rows)
    assert set(times.values()) <= {1}
    assert {key: message for message, key, _words in rows} == {
        key: message for key, (message, _attempts) in told.items()
    }


async def assert_all_hold_all(found: list[ChatClient], count: int) -> None:
    for client in found:
        await client.joined()
        await client.until_held(count, within=10)
        fresh = HeldRoom(client.held.fetch)
        await asyncio.to_thread(fresh.catch_up)
        assert client.held.state == fresh.state
        assert client.doubled == []


async def test_killed_while_people_talk(product: Product, hand: Hand) -> None:
    kills, told = 0, Told()

    def again() -> int:
        return sum(attempts > 1 for _message, attempts in told.values())

    def enough() -> bool:
        """Some kill must have hit a message between its sending and its acknowledgement."""
        return kills >= KILLS and again() > 0

    async def kill_often() -> None:
        nonlocal kills
        while not enough():
            await asyncio.sleep(random.uniform(0.2, 1.2))  # noqa: S311 -- any moment will do
            await asyncio.to_thread(product.kill)
            await asyncio.to_thread(product.start)
            kills += 1

    async with clients(product, hand, WRITERS + 1) as found:
        writing = [write_until(one, enough, told) for one in found[:WRITERS]]
        async with asyncio.timeout(MOST_SECONDS):
            await asyncio.gather(*writing, kill_often())
        await assert_all_hold_all(found, len(told))
    assert_kept_once(hand, told)
    logger.info("%d kills, %d acknowledged, %d sent again", kills, len(told), again())
    with closing(sqlite3.connect(product.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert product.faults() == []


@pytest.mark.parametrize("length", MISSED)
async def test_cut_and_back(product: Product, hand: Hand, length: str) -> None:
    missed = MISSED[length]
    async with clients(product, hand, 2) as (writer, reader):
        await writer.send("Before")
        await reader.until_held(1)
        await reader.cut()
        await asyncio.to_thread(hand.do, "say", room=hand.room(), count=missed)
        await writer.send("During")
        reader.connect_again()
        await writer.send("After")
        await assert_all_hold_all([writer, reader], missed + 3)
        assert reader.connections == 2


async def test_server_stops_and_comes_back(product: Product, hand: Hand) -> None:
    async with clients(product, hand, 3) as found:
        told = Told()
        writing = asyncio.gather(*(write_until(one, one.came_back, told) for one in found))
        await asyncio.sleep(0.5)
        await asyncio.to_thread(product.stop)
        await asyncio.to_thread(product.start)
        await writing
        await assert_all_hold_all(found, len(told))
        assert {1012} <= {code for one in found for code in one.close_codes}
    assert_kept_once(hand, told)
