"""One room where somebody speaks five times a second, and everybody hears it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.performance.bench.chat.crowd import Crowd
from tests.performance.bench.chat.figures import Deliveries, Pace
from tests.performance.bench.chat.ground import Grounds
from tests.performance.bench.chat.loop import run
from tests.performance.bench.chat.sides import Side, served

PER_SECOND = 5
WARM, STAGE = "warm", "talk"
SECONDS_TO_ARRIVE = 30


@dataclass
class RoomFigures:
    """One side with one number of clients, over all rounds."""

    side: Side
    clients: int
    pace: Pace = field(default_factory=Pace)
    memory_mb: float = 0.0
    inexact: int = 0  # rounds in which something was missing or doubled


@dataclass(frozen=True)
class OneRoom:
    """How long to talk, before how many, how often."""

    seconds: float
    clients: Sequence[int] = (100, 500)
    rounds: int = 2
    settle: float = 4.0  # seconds until the room has told who is there

    def measure(self, sides: Sequence[Side], grounds: Grounds) -> list[RoomFigures]:
        """Measure side after side, round after round, each time on a server of its own."""
        figures = [RoomFigures(side, count) for count in self.clients for side in sides]
        for _ in range(self.rounds):
            for one in figures:
                self._measure(one, grounds)
        return figures

    def _measure(self, figures: RoomFigures, grounds: Grounds) -> None:
        with grounds.on_file() as ground, served(figures.side, ground) as servers:

            async def talk() -> None:
                crowd = Crowd(ground.people, servers.ports, figures.clients, rooms=1)
                await crowd.arrive(self.settle)
                await crowd.talk(1, PER_SECOND, WARM)  # the first messages fill caches
                before = servers.cpu_seconds()
                await crowd.talk(self.seconds, PER_SECOND, STAGE)
                await crowd.all_answered(SECONDS_TO_ARRIVE)
                await crowd.all_complete(SECONDS_TO_ARRIVE)
                await asyncio.sleep(1 / PER_SECOND)
                spent = servers.cpu_seconds() - before
                crowd.leave()
                tally = crowd.tally
                figures.pace.add(Pace(tally.seconds[STAGE], tally.messages(STAGE), spent))
                figures.inexact += not Deliveries.of(crowd).is_exact

            run(talk())
            figures.memory_mb = max(figures.memory_mb, servers.peak_mb())
