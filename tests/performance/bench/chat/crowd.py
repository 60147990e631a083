"""Many clients at once: how they come, talk and wait until everything has arrived."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

from tests.performance.bench.chat.client import Client, Seat
from tests.performance.bench.chat.people import People
from tests.performance.bench.chat.tally import Tally

COMING_AT_ONCE = 20
PAUSE = 0.05
SECONDS_TO_ARRIVE = 60.0


class CrowdError(Exception):
    """The crowd did not get in; what it would measure means nothing."""


class Crowd:
    """Clients spread evenly over rooms, and over the ports of the servers."""

    def __init__(self, people: People, ports: Sequence[int], clients: int, rooms: int) -> None:
        self.tally = Tally()
        self.clients = [
            Client(Seat(ports[number // rooms % len(ports)], cookies, room), self.tally)
            for number, (cookies, room) in enumerate(
                zip(people.cookies[:clients], cycle(people.rooms[:rooms]), strict=False)
            )
        ]
        self.rooms = [self.clients[number::rooms] for number in range(rooms)]

    async def arrive(self, settle: float) -> None:
        """Come in little groups, and let the room tell who is there."""
        for first in range(0, len(self.clients), COMING_AT_ONCE):
            group = self.clients[first : first + COMING_AT_ONCE]
            await asyncio.gather(*(client.connect() for client in group))
            await asyncio.sleep(PAUSE)
        if not await self.all_joined(SECONDS_TO_ARRIVE):
            raise CrowdError("Not all clients could join. → Read server.log")
        await asyncio.sleep(settle)

    async def come_at_once(self) -> float:
        """Have everybody connect in the same moment; return how long until all are up to date."""
        began = time.perf_counter()
        await asyncio.gather(*(client.connect() for client in self.clients))
        await self.all_joined(SECONDS_TO_ARRIVE)
        await self.all_complete(SECONDS_TO_ARRIVE)
        return time.perf_counter() - began

    async def talk(self, seconds: float, per_second: float, stage: str) -> None:
        """Let one after another speak, room after room, at an even pace."""
        speakers = self._speakers()
        began = time.perf_counter()
        for number in range(round(seconds * per_second)):
            await asyncio.sleep(max(0, began + number / per_second - time.perf_counter()))
            next(speakers).say(stage)

    def burst(self, messages: int, stage: str) -> None:
        """Let each room say many things in one moment."""
        speakers = self._speakers()
        for _ in range(messages * len(self.rooms)):
            next(speakers).say(stage)

    def _speakers(self) -> Iterator[Client]:
        """The first of each room, the second of each room, and so on."""
        turns = [cycle(room) for room in self.rooms]
        for turn in cycle(turns):
            yield next(turn)

    def leave(self) -> None:
        for client in self.clients:
            client.hang_up()

    async def all_joined(self, within: float) -> bool:
        return await _until(lambda: all(one.is_joined for one in self.clients), within)

    async def all_answered(self, within: float) -> bool:
        """Wait until the server said of every message whether it is stored."""
        return await _until(lambda: not self.tally.waiting, within)

    async def all_complete(self, within: float) -> bool:
        """Wait until everything stored has arrived everywhere."""
        return await _until(lambda: all(one.holding.is_complete for one in self.clients), within)


async def _until(is_done: Callable[[], bool], within: float) -> bool:
    until = time.perf_counter() + within
    while not is_done():
        if time.perf_counter() > until:
            return False
        await asyncio.sleep(PAUSE)
    return True
