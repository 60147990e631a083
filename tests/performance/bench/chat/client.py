"""One person in one room, who does what the page's script does (``Line`` in static/js/live.js)."""

import asyncio
import random
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

from tests.performance.bench.chat import asking
from tests.performance.bench.chat.holding import Holding
from tests.performance.bench.chat.line import Line
from tests.performance.bench.chat.tally import Tally
from tests.performance.bench.server import HOST

GAP = 0.25  # seconds for a frame that another overtook
SECONDS_TO_NEXT_QUESTION = (1.0, 10.0)
LONGEST_WAIT = 60.0
BODY = "We tried this too, and it held: the second office answers within a day. More next week."


@dataclass(frozen=True)
class Seat:
    """Behind which port a client sits, as whom, in which room."""

    port: int
    cookies: str
    room: int


class Client:
    """Speaks, listens, and asks for what it missed."""

    def __init__(self, seat: Seat, tally: Tally) -> None:
        self.seat = seat
        self.tally = tally
        self.holding = Holding(f"room:{seat.room}", tally)
        self.is_joined = False
        self._line: Line | None = None
        self._failures = 0
        self._is_asking = False
        self._gap: asyncio.TimerHandle | None = None
        self._unanswered: list[str] = []  # keys, as they were said
        self._tasks: set[asyncio.Task[None]] = set()

    # --- the line ------------------------------------------------------------------------------

    async def connect(self) -> None:
        """Open a line; whoever gets none tries again later."""
        line = Line(self.seat.port, self.seat.cookies, self)
        self._line = line
        try:
            await asyncio.get_running_loop().create_connection(lambda: line, HOST, self.seat.port)
        except OSError:
            self.line_lost()

    def hang_up(self) -> None:
        """Lose the network."""
        self.is_joined = False
        if self._line is not None:
            self._line.hang_up()
        self._line = None

    def line_lost(self) -> None:
        """Come again after a while that grows."""
        self.is_joined = False
        self._line = None
        self.tally.drops += 1
        wait = random.uniform(0, min(LONGEST_WAIT, 2**self._failures))  # noqa: S311 -- no secret
        self._failures += 1
        self._start(self._connect_after(wait))

    async def _connect_after(self, wait: float) -> None:
        await asyncio.sleep(wait)
        await self.connect()

    # --- what is said --------------------------------------------------------------------------

    def say(self, stage: str) -> None:
        """Send a message over the line; it is said again after a break until it is answered."""
        self._unanswered.append(self.tally.send(stage))
        self._say(self._unanswered[-1:])

    def _say(self, keys: list[str]) -> None:
        if self._line is not None and self.is_joined:
            for key in keys:
                self._line.say(t="send", p=self.holding.place, k=key, body=BODY)

    async def post(self, stage: str) -> None:
        """Send a message over HTTP."""
        key = self.tally.send(stage)
        path = f"/rooms/{self.seat.room}/send/"
        form = {"body": BODY, "client_key": key}
        answer = await asking.post(self.seat.port, path, self.seat.cookies, form)
        facts = {"id": answer["m"]["id"], "n": answer["n"]}
        self.tally.acknowledge(self.holding.place, key, facts)

    def _answered(self, key: str) -> str:
        if key in self._unanswered:
            self._unanswered.remove(key)
        return key

    # --- what is heard -------------------------------------------------------------------------

    def heard(self, frame: dict[str, Any], at: float) -> None:
        """Take in a frame."""
        kind = frame["t"]
        if kind == "m":
            self.holding.hear(frame["n"], frame["m"], at)
            self._fill_gap(GAP)
        elif kind == "hi" and self._line is not None:
            self._line.say(t="join", p=self.holding.place, n=self.holding.held or 0)
        elif kind == "joined":
            self._failures, self.is_joined = 0, True
            self.holding.know(frame["n"])
            self._fill_gap(0)
            self._say(self._unanswered)
        elif kind == "at":
            self.holding.know(frame["n"])
            self._fill_gap(GAP)
        elif kind == "ok":
            self.holding.know(frame["n"])
            self._fill_gap(GAP)
            self.tally.acknowledge(self.holding.place, self._answered(frame["k"]), frame)
        elif kind == "no":
            self.tally.refuse(self._answered(frame["k"]), frame["why"])

    # --- what is missing -----------------------------------------------------------------------

    def _fill_gap(self, wait: float) -> None:
        """Ask for what is missing, unless it comes by itself; every frame begins the wait anew."""
        if self.holding.is_behind:
            if self._gap is not None:
                self._gap.cancel()
            self._gap = asyncio.get_running_loop().call_later(wait, self._ask_unless_whole)

    def _ask_unless_whole(self) -> None:
        if self.holding.is_behind and not self._is_asking:
            self._is_asking = True
            self._start(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            while await self._ask():
                pass
        except OSError:
            pass  # the server is busy: asked again below
        finally:
            self._is_asking = False
        self._fill_gap(random.uniform(*SECONDS_TO_NEXT_QUESTION))  # noqa: S311 -- no secret

    async def _ask(self) -> bool:
        """Take in a page of what changed; tell whether there is more."""
        self.tally.questions += 1
        path = f"/rooms/{self.seat.room}/changes/?after={self.holding.held}"
        page = await asking.get(self.seat.port, path, self.seat.cookies)
        self.holding.take(page["m"], page["n"], time.perf_counter())
        return bool(page["more"])

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
