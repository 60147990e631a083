"""Measures the chat: one room, then many, beside a bare broadcast and a bare group of Channels."""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager

from tests.performance.bench.chat import sides, tables
from tests.performance.bench.chat.ground import Ground, Grounds
from tests.performance.bench.chat.loop import allow_many_sockets
from tests.performance.bench.chat.many_rooms import STEADY, CrowdFigures, ManyRooms, Setting
from tests.performance.bench.chat.one_room import OneRoom
from tests.performance.bench.report import say

SECONDS_OF_A_FLOOR = 30.0  # it keeps nothing, so a long run shows no more than a short one


def add_options(parser: argparse.ArgumentParser) -> None:
    """Let the chat's part be shortened."""
    chat = parser.add_argument_group("chat")
    chat.add_argument("--room-clients", type=int, nargs="*", default=[100, 500], help="one room")
    chat.add_argument("--room-seconds", type=float, default=10, help="one room, each round")
    chat.add_argument("--room-rounds", type=int, default=2)
    chat.add_argument("--servers", nargs="+", choices=sides.KINDS, default=list(sides.KINDS))
    chat.add_argument("--clients", type=int, default=1000, help="over all rooms; 0: leave out")
    chat.add_argument("--rooms", type=int, default=20)
    chat.add_argument("--chat-seconds", type=float, default=120, help="many rooms, steady talk")
    chat.add_argument("--burst", type=int, default=150, help="messages in each room at once")
    chat.add_argument(
        "--redis", default=os.environ.get("REDIS_URL", ""), help="redis://host/number"
    )
    chat.add_argument("--settle", type=float, default=4, help="seconds after all have come")


def measure_chat(chosen: argparse.Namespace) -> None:
    """Print both tables."""
    allow_many_sockets()
    people = max([chosen.clients, *chosen.room_clients])
    grounds = Grounds(chosen.directory, people, chosen.rooms)
    kinds: Sequence[str] = chosen.servers
    if chosen.room_clients:
        one = OneRoom(chosen.room_seconds, chosen.room_clients, chosen.room_rounds, chosen.settle)
        every = [sides.bare(), *map(sides.echo, kinds), *map(sides.ours, kinds)]
        say(f"› chat, one room: {', '.join(side.name for side in every)}")
        figures = one.measure(every, grounds)
        say(f"\n## Chat: one room, 5 messages a second, stored first · {load()}\n")
        tables.room_table(figures)
    if chosen.clients:
        settings = list(settings_of(chosen))
        crowd = [_measure(setting, chosen, grounds) for setting in settings]
        size = f"{chosen.clients} clients, {chosen.rooms} rooms"
        talk = f"{chosen.chat_seconds:.0f} s, then {chosen.burst} messages in each room"
        say(f"\n## Chat: {size}, one message a second and room for {talk} · {load()}\n")
        tables.crowd_tables(crowd)


def settings_of(chosen: argparse.Namespace) -> Iterator[Setting]:
    """Name the settings: floors, one process in memory, then two with Redis where it is given."""
    yield Setting(sides.BARE, sides.bare())
    for kind in chosen.servers:
        yield Setting(sides.echo(kind).name, sides.echo(kind))
        yield Setting(f"ours, {kind}, in memory", sides.ours(kind))
        if not chosen.redis:
            continue
        for name, address in (
            ("SQLite", ""),
            ("PostgreSQL", os.environ.get("BENCH_DATABASE_URL", "")),
        ):
            if address or name == "SQLite":
                title = f"ours, 2 × {kind}, Redis, {name}"
                yield Setting(title, sides.ours(kind), 2, chosen.redis, address)


def _measure(setting: Setting, chosen: argparse.Namespace, grounds: Grounds) -> CrowdFigures:
    say(f"› chat, many rooms: {setting.name}")
    seconds = chosen.chat_seconds
    if setting.side.is_floor:
        seconds = min(seconds, SECONDS_OF_A_FLOOR)
    many = ManyRooms(seconds, chosen.clients, chosen.rooms, chosen.burst, chosen.settle)
    with ground_of(setting, grounds) as ground:
        figures = many.measure(setting, ground)
    p50, p95, p99 = figures.paces[STEADY].quantiles
    returned = f"all back in {figures.seconds_to_return:.1f} s"
    say(f"› … steady {p50:.0f}, {p95:.0f}, {p99:.0f} ms; {returned} · {load()}")
    return figures


def ground_of(setting: Setting, grounds: Grounds) -> AbstractContextManager[Ground]:
    """Choose the database that a setting names."""
    if setting.database_server:
        return grounds.on_server(setting.database_server)
    return grounds.on_file()


def load() -> str:
    """Say how busy the machine was: figures of a busy one mean little."""
    return f"{time.strftime('%H:%M')}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
