"""Sockets that break the rules are closed with the right code, and nobody else notices (C-S7)."""

import asyncio
import json
import socket as plain
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.performance.bench.session import CSRF_SECRET
from tests.robustness.chat_client import ChatClient, close_code, hear, opened, say, talk
from tests.robustness.hand import Hand, Person, hand_on
from tests.robustness.product import Product

LARGEST = 64 * 1024
MEGABYTE = 1024 * 1024
SOCKETS, ALIVE = 200, 5
ABUSE_SECONDS = 5.0
pytestmark = pytest.mark.faults


@pytest.fixture(scope="module", params=["uvicorn", "daphne"])
def product(
    prepared: Product, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Product]:
    copy = prepared.copy(tmp_path_factory.mktemp(request.param), server=request.param)
    try:
        copy.start()
        yield copy
    finally:
        copy.kill()


@pytest.fixture(scope="module")
def hand(product: Product) -> Iterator[Hand]:
    with hand_on(product) as found:
        yield found


@pytest.fixture
def member(hand: Hand) -> Person:
    return hand.newcomer()


def memory_of(product: Product) -> int:
    """Return the server's resident memory in bytes."""
    assert product.running is not None
    status = Path(f"/proc/{product.running.pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


# --- who may open a socket -----------------------------------------------------------------------


async def test_no_cookie(product: Product) -> None:
    async with opened(product.port, "") as socket:
        assert await close_code(socket) == 4401


async def test_unknown_session(product: Product) -> None:
    async with opened(product.port, "sessionid=abcdefghijklmnopqrstuvwxyz012345") as socket:
        assert await close_code(socket) == 4401


async def test_expired_session(product: Product, hand: Hand, member: Person) -> None:
    hand.do("expire", session=member.session)
    async with opened(product.port, member.cookies) as socket:
        assert await close_code(socket) == 4401


ORIGINS = {
    "missing": None,
    "empty": "",
    "null": "null",
    "foreign": "https://evil.example",
    "foreign port": "http://127.0.0.1:1",
    "no port": "http://127.0.0.1",
    "sub-domain": "http://chat.127.0.0.1:{port}",
    "look-alike": "http://127.0.0.1.evil.example:{port}",
    "prefix": "http://evil-127.0.0.1:{port}",
    "user part": "http://127.0.0.1:{port}@evil.example",
    "other scheme": "file://127.0.0.1:{port}",
    "broken": "http://[::1",
}


@pytest.mark.parametrize("kind", ORIGINS)
async def test_pages_of_other_sites(product: Product, member: Person, kind: str) -> None:
    origin = ORIGINS[kind]
    given = origin and origin.format(port=product.port)
    with pytest.raises(InvalidStatus) as refused:
        async with opened(product.port, member.cookies, origin=given):
            pass
    assert refused.value.response.status_code in {400, 403}


# --- what a socket may hear ----------------------------------------------------------------------


async def test_join_without_right(product: Product, hand: Hand, member: Person) -> None:
    async with opened(product.port, member.cookies) as socket:
        for room in (hand.do("closed_room"), 10**9):
            await say(socket, t="join", p=f"room:{room}")
            assert await hear(socket, "joined", "gone") == {"t": "gone", "p": f"room:{room}"}
        place = f"room:{hand.do('closed_room')}"
        await say(socket, t="send", p=place, k="k" * 20, body="Let me in")
        assert (await hear(socket, "ok", "no"))["status"] == 404


Withdraw = Callable[[Hand, Person, int], object]
WITHDRAWALS: dict[str, Withdraw] = {
    "removed": lambda hand, person, room: hand.do("remove", person=person.key),
    "narrowed": lambda hand, person, room: hand.do("narrow", room=room, to=5),
}


@pytest.mark.parametrize("how", WITHDRAWALS)
async def test_right_withdrawn(product: Product, hand: Hand, member: Person, how: str) -> None:
    room, writer = hand.room(), hand.newcomer()
    place = f"room:{room}"
    async with opened(product.port, member.cookies) as socket:
        await say(socket, t="join", p=place)
        await hear(socket, "joined")
        await asyncio.to_thread(WITHDRAWALS[how], hand, member, room)
        began = time.monotonic()
        assert (await hear(socket, "gone"))["p"] == place
        assert time.monotonic() - began < 1
        async with ChatClient(product.port, writer.cookies, room) as client:
            if how == "narrowed":
                hand.do("narrow", room=room, to=3)
            await client.joined()
            assert (await client.send("Among ourselves"))[0]["t"] == "ok"
        with pytest.raises(TimeoutError):
            await hear(socket, "m", "at", "here", within=1)


def sign_out(port: int, person: Person) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Cookie": person.cookies, "Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode({"csrfmiddlewaretoken": CSRF_SECRET})
    connection.request("POST", "/accounts/logout/", form, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 302


@pytest.mark.parametrize("how", ["suspend", "change_password", "sign out"])
async def test_session_ends(product: Product, hand: Hand, member: Person, how: str) -> None:
    async with opened(product.port, member.cookies) as socket:
        await say(socket, t="join", p=f"room:{hand.room()}")
        await hear(socket, "joined")
        if how == "sign out":
            await asyncio.to_thread(sign_out, product.port, member)
        else:
            await asyncio.to_thread(lambda: hand.do(how, person=member.key))
        began = time.monotonic()
        assert await close_code(socket) == 4401
        assert time.monotonic() - began < 1


# --- what a socket may say -----------------------------------------------------------------------


async def too_large(socket: ClientConnection) -> None:
    await socket.send("x" * (LARGEST + 1))


async def in_pieces(socket: ClientConnection) -> None:
    async def pieces() -> AsyncIterator[str]:
        for number in range(MEGABYTE):
            if number == LARGEST + 1:  # enough: what follows would only break the line
                with suppress(TimeoutError):
                    await asyncio.wait_for(socket.wait_closed(), 10)
            yield "x"

    await socket.send(pieces())


async def flood(socket: ClientConnection) -> None:
    for _number in range(1000):
        await say(socket, t="leave", p="room:1")


async def binary(socket: ClientConnection) -> None:
    await socket.send(b'{"t":"leave","p":"room:1"}')


async def invalid_text(socket: ClientConnection) -> None:
    await socket.send(b"\xff\xfe{}", text=True)


def words(text: str) -> Callable[[ClientConnection], Awaitable[None]]:
    async def abuse(socket: ClientConnection) -> None:
        await socket.send(text)

    return abuse


def frame(**content: object) -> Callable[[ClientConnection], Awaitable[None]]:
    return words(json.dumps(content))


PLACE = {"p": "room:1"}
KEYED = PLACE | {"t": "send", "k": "k" * 20}
ABUSES = {
    "too large": (too_large, {1009}),
    "in pieces": (in_pieces, {1009}),
    "flood": (flood, {4429}),
    "binary": (binary, {1003}),
    "invalid text": (invalid_text, {1007}),
    "deep JSON": (words("[" * 30_000 + "]" * 30_000), {4400}),
    "deep objects": (words('{"t":' * 10_000), {4400}),
    "no JSON": (words("hello"), {4400}),
    "endless number": (words('{"t":"read","n":' + "9" * 10_000 + "}"), {4400}),
    "no object": (words('["join"]'), {4400}),
    "unknown type": (frame(t="shout"), {4400}),
    "type is a list": (frame(t=["join"]), {4400}),
    "no place": (frame(t="join"), {4400}),
    "foreign place": (frame(t="join", p="library:1"), {4400}),
    "other digits": (frame(t="join", p="room:1٣"), {4400}),
    "negative position": (frame(**PLACE, t="read", n=-1), {4400}),
    "short key": (frame(**KEYED | {"k": "k"}, body="Hello"), {4400}),
    "body is a number": (frame(**KEYED, body=1), {4400}),
    "endless reply": (frame(**KEYED, body="Hello", re=2**70), {4400}),
}


@pytest.mark.parametrize("kind", ABUSES)
async def test_frames_that_no_client_sends(product: Product, member: Person, kind: str) -> None:
    abuse, codes = ABUSES[kind]
    async with opened(product.port, member.cookies) as socket:
        await hear(socket, "hi")
        with suppress(ConnectionClosed):
            await abuse(socket)
        code = await close_code(socket, within=20)
    # Daphne drops the line where the protocol is broken, and sends no such code of its own accord.
    assert code in codes | ({1006, 4400} if product.server == "daphne" else set())


async def test_ten_frames_a_second_are_welcome(product: Product, member: Person) -> None:
    async with opened(product.port, member.cookies) as socket:
        for _number in range(20):
            await say(socket, t="leave", p="room:1")
            await asyncio.sleep(0.1)
        for place in ("room:1000000", "session:1000000"):
            await say(socket, t="join", p=place)
            await hear(socket, "gone")


async def test_two_hundred_sockets_of_one_account(product: Product, member: Person) -> None:
    async with AsyncExitStack() as stack:
        sockets = []
        for _number in range(SOCKETS // 10):
            opening = [opened(product.port, member.cookies) for _socket in range(10)]
            sockets += await asyncio.gather(*map(stack.enter_async_context, opening))
        # Daphne cuts the line when its closing word is not answered within a second.
        codes = {4408, 1006} if product.server == "daphne" else {4408}
        assert {await close_code(old) for old in sockets[: SOCKETS - 10]} <= codes
        await asyncio.sleep(0.5)
        assert sum(one.close_code is None for one in sockets) == ALIVE


# --- everybody else ------------------------------------------------------------------------------


def half_open(port: int) -> plain.socket:
    """Begin a handshake and never end it."""
    line = plain.create_connection(("127.0.0.1", port))
    line.sendall(b"GET /live/ HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: web")
    return line


async def misbehave(port: int, person: Person) -> None:
    """Break each rule, again and again."""
    until = time.monotonic() + ABUSE_SECONDS
    for abuse, _codes in cycle(ABUSES.values()):
        with suppress(ConnectionClosed, TimeoutError):
            async with opened(port, person.cookies) as socket:
                await hear(socket, "hi")
                await abuse(socket)
                await close_code(socket)
        if time.monotonic() > until:
            return


async def test_others_are_unaffected(product: Product, hand: Hand) -> None:
    room = hand.room()
    one, other, third = hand.newcomer(), hand.newcomer(), hand.newcomer()
    async with (
        ChatClient(product.port, one.cookies, room) as writer,
        ChatClient(product.port, other.cookies, room) as reader,
    ):
        await writer.joined()
        await reader.joined()
        before = memory_of(product)
        lines = [half_open(product.port) for _number in range(100)]
        abuse = asyncio.create_task(misbehave(product.port, third))
        try:
            took = await talk(writer, reader, abuse.done)
        finally:
            for line in lines:
                line.close()
        await abuse
    grown = memory_of(product) - before
    # A handful of messages fits in: the slowest may have met a slow moment of the machine.
    assert median(took) < 0.5
    assert grown < 50 * MEGABYTE
    assert reader.doubled == []
    assert faults_of_ours(product) == []


def faults_of_ours(product: Product) -> list[str]:
    """Return what went wrong, save that uvicorn reports each broken text with a traceback."""
    faults = [line for line in product.faults() if "UTF-8" not in line]
    for _report in range(product.log.read_text("utf-8").count("Invalid UTF-8")):
        with suppress(ValueError):
            faults.remove("Traceback (most recent call last):")
    return faults
