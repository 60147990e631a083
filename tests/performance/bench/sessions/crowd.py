"""People in many sessions: each with a socket, one of them leading, the others contributing."""

import asyncio
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from tests.performance.bench.chat import asking
from tests.performance.bench.chat.line import Line
from tests.performance.bench.server import HOST

SECONDS_TO_ARRIVE = 60
SECONDS_TO_SEE = 5
ACTS = ("pause", "resume", "extend")
WORDS = "We tried this too, and it held: the second office answers within a day."


@dataclass(frozen=True)
class Place:
    """A running session and the cookies of those in it, its facilitator first."""

    session: int
    turn: int
    step: str
    kind: str
    cookies: list[str]


@dataclass
class Done:
    """Something done, and when each of those concerned saw it."""

    began: float
    wanted: int
    seen: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long until the last of them saw it."""
        return max(self.seen) - self.began


class Sitter:
    """One person's socket in one session."""

    def __init__(self, crowd: "Crowd", place: Place, cookies: str) -> None:
        self.crowd, self.place = crowd, place
        self.is_inside = False
        self.line = Line(crowd.port, cookies, self)

    def heard(self, frame: dict[str, Any], at: float) -> None:
        if frame["t"] == "hi":
            self.line.say(t="join", p=f"session:{self.place.session}", n=0)
        elif frame["t"] == "joined":
            self.is_inside = True
        elif frame["t"] == "s":
            self.crowd.saw(("act", self.place.session, frame["s"]["turn"]), at)
        elif frame["t"] == "m" and "k" in frame["m"]:
            self.crowd.saw(("words", self.place.session, frame["m"]["k"]), at)

    def line_lost(self) -> None:
        self.crowd.lost += 1


class Crowd:
    """Everybody in all sessions."""

    def __init__(self, places: Sequence[Place], port: int) -> None:
        self.port, self.places, self.lost = port, places, 0
        self.done: dict[tuple[str, int, object], Done] = {}
        self.sitters: list[Sitter] = []
        self.began = self.ended = 0.0

    async def arrive(self) -> None:
        """Come in, one session after the other, and wait until everybody is inside."""
        loop = asyncio.get_running_loop()
        for place in self.places:
            group = [Sitter(self, place, cookies) for cookies in place.cookies]
            for one in group:
                await loop.create_connection(lambda one=one: one.line, HOST, self.port)
            self.sitters += group
            await asyncio.sleep(0.1)
        until = time.perf_counter() + SECONDS_TO_ARRIVE
        while not all(one.is_inside for one in self.sitters):
            if time.perf_counter() > until:
                raise TimeoutError("Not everybody could come in. → Read server.log")
            await asyncio.sleep(0.1)
        await asyncio.sleep(4)  # until each place has told who is there

    async def work(self, seconds: float, pause: float) -> None:
        """Let every session act and speak at its own pace, all at the same time."""
        self.began = time.perf_counter()
        await asyncio.gather(*(self._run(place, seconds, pause) for place in self.places))
        await asyncio.sleep(SECONDS_TO_SEE)
        self.ended = time.perf_counter()

    async def _run(self, place: Place, seconds: float, pause: float) -> None:
        until, turn = time.perf_counter() + seconds, place.turn
        await asyncio.sleep(pause * (place.session % 10) / 10)
        for act, cookies in zip(cycle(ACTS), cycle(place.cookies[1:]), strict=False):
            if time.perf_counter() > until:
                return
            turn += 1
            form = {"act": act, "turn": str(turn - 1), "more": "1"}
            await self._do(("act", place.session, turn), place, place.cookies[0], "act", form)
            await asyncio.sleep(pause / 2)
            key = secrets.token_urlsafe(16)
            words = {"kind": place.kind, "step": place.step, "body": WORDS, "client_key": key}
            await self._do(("words", place.session, key), place, cookies, "say", words)
            await asyncio.sleep(pause / 2)

    async def _do(
        self,
        key: tuple[str, int, object],
        place: Place,
        cookies: str,
        verb: str,
        form: dict[str, str],
    ) -> None:
        self.done[key] = Done(time.perf_counter(), len(place.cookies))
        await asking.post(self.port, f"/sessions/{place.session}/{verb}/", cookies, form)

    def saw(self, key: tuple[str, int, object], at: float) -> None:
        if key in self.done and len(self.done[key].seen) < self.done[key].wanted:
            self.done[key].seen.append(at)

    def leave(self) -> None:
        for one in self.sitters:
            one.line.hang_up()

    def share_of(self, cpu_seconds: float) -> float:
        """Return processor time as a share of the time worked, in percent of one core."""
        return 100 * cpu_seconds / (self.ended - self.began)
