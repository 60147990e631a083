"""A thousand people in twenty rooms: two minutes of talk, a burst, and all come back at once."""

import asyncio
from dataclasses import dataclass, field

from tests.performance.bench.chat.crowd import Crowd
from tests.performance.bench.chat.figures import Deliveries, Pace
from tests.performance.bench.chat.ground import Ground
from tests.performance.bench.chat.loop import run
from tests.performance.bench.chat.servers import Servers
from tests.performance.bench.chat.sides import Side, served

STEADY, BURST, AWAY = "steady", "burst", "away"
SAID_MEANWHILE = 5  # messages in each room while all are away
SECONDS_TO_ARRIVE = 120


@dataclass(frozen=True)
class Setting:
    """A side, how many processes serve it, and what they share."""

    name: str
    side: Side
    count: int = 1
    redis_url: str = ""
    database_server: str = ""  # address of a PostgreSQL server; empty: SQLite


@dataclass
class CrowdFigures:
    """What one setting gave."""

    setting: Setting
    paces: dict[str, Pace] = field(default_factory=dict)
    seconds_to_return: float = 0.0
    memory_mb: float = 0.0
    deliveries: Deliveries | None = None


@dataclass(frozen=True)
class ManyRooms:
    """How many, how long."""

    seconds: float
    clients: int = 1000
    rooms: int = 20
    burst: int = 150  # messages in each room
    settle: float = 4.0

    def measure(self, setting: Setting, ground: Ground) -> CrowdFigures:
        """Go through all stages on servers started for them."""
        figures = CrowdFigures(setting)
        with served(
            setting.side, ground, count=setting.count, redis_url=setting.redis_url
        ) as servers:
            run(self._stages(figures, ground, servers))
            figures.memory_mb = servers.peak_mb()
        return figures

    async def _stages(self, figures: CrowdFigures, ground: Ground, servers: Servers) -> None:
        crowd = Crowd(ground.people, servers.ports, self.clients, self.rooms)
        await crowd.arrive(self.settle)

        async def timed(stage: str) -> None:
            await crowd.all_answered(SECONDS_TO_ARRIVE)
            await crowd.all_complete(SECONDS_TO_ARRIVE)
            spent = servers.cpu_seconds() - before
            tally = crowd.tally
            figures.paces[stage] = Pace(tally.seconds[stage], tally.messages(stage), spent)

        before = servers.cpu_seconds()
        await crowd.talk(self.seconds, self.rooms, STEADY)
        await timed(STEADY)
        before = servers.cpu_seconds()
        crowd.burst(self.burst, BURST)
        await timed(BURST)
        crowd.leave()
        if not figures.setting.side.is_floor:  # a floor keeps nothing for those who are away
            await self._talk_meanwhile(crowd)
        figures.seconds_to_return = await crowd.come_at_once()
        figures.deliveries = Deliveries.of(crowd)
        crowd.leave()

    @staticmethod
    async def _talk_meanwhile(crowd: Crowd) -> None:
        for number in range(SAID_MEANWHILE):
            await asyncio.gather(*(room[number % len(room)].post(AWAY) for room in crowd.rooms))
