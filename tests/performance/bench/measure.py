"""Asks for pages of several servers in turn, and notes what each costs."""

import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.performance.bench.client import Answer, Visitor
from tests.performance.bench.server import Server, postgres_seconds
from tests.performance.bench.visits import Visits

EMPTY = "empty view"
REPLY = "reply"
AFTERMATH = 0.005  # seconds a server may need after its answer has left


@dataclass
class Side:
    """A server and what to visit there."""

    name: str
    server: Server
    visits: Visits
    has_database_server: bool = False
    visitor: Visitor = field(init=False)
    replies: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.server.port)
        self.replies = itertools.cycle(self.visits.reply_paths)

    @property
    def pages(self) -> list[str]:
        """The pages in the order of the tables; the empty view is the floor."""
        return [EMPTY, *self.visits.pages, REPLY]

    def visit(self, page: str, visitor: Visitor | None = None) -> Answer:
        """Ask for a page once."""
        visitor = visitor or self.visitor
        if page == EMPTY:
            return visitor.get("/bench/empty/", "")
        cookies = self.visits.other_cookies.get(page, self.visits.cookies)
        if page == REPLY:
            return visitor.post(next(self.replies), cookies, self.visits.reply_form)
        return visitor.get(self.visits.pages[page], cookies)

    def cpu_seconds(self) -> float:
        """Processor time so far, the database server's included."""
        return self.server.cpu_seconds() + (postgres_seconds() if self.has_database_server else 0)


@dataclass
class Cost:
    """What a page cost on one side, over all its visits."""

    answers: list[Answer] = field(default_factory=list)
    cpu_seconds: float = 0.0
    queries: int | None = None

    @property
    def median_ms(self) -> float:
        return statistics.median(answer.seconds for answer in self.answers) * 1000

    @property
    def p95_ms(self) -> float:
        ordered = sorted(answer.seconds for answer in self.answers)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000

    @property
    def cpu_ms(self) -> float:
        return self.cpu_seconds / len(self.answers) * 1000

    @property
    def kilobytes(self) -> float:
        return self.answers[-1].bytes_compressed / 1024


Costs = dict[str, dict[str, Cost]]  # side → page → cost


def measure(sides: list[Side], *, rounds: int, block: int, tell: Callable[[str], None]) -> Costs:
    """Visit page after page, side after side, ``block`` times each, ``rounds`` times over."""
    costs: Costs = {side.name: {page: Cost() for page in side.pages} for side in sides}
    for side in sides:
        for page in side.pages:
            side.visit(page)  # the first visit fills caches and compiles templates
    names = dict.fromkeys(page for side in sides for page in side.pages)
    for number in range(rounds):
        tell(f"round {number + 1} of {rounds}")
        for page in names:
            for side in sides:
                if page in side.pages:
                    _visit_block(side, page, block, costs[side.name][page])
    return costs


def _visit_block(side: Side, page: str, block: int, cost: Cost) -> None:
    before = side.cpu_seconds()
    cost.answers += [side.visit(page) for _ in range(block)]
    time.sleep(AFTERMATH)
    cost.cpu_seconds += side.cpu_seconds() - before


def count_queries(side: Side) -> dict[str, int]:
    """Count on a server that counts; each page twice, because a first view also marks as read."""
    counted = {}
    for page in side.pages:
        side.visit(page)
        counted[page] = side.visit(page).queries or 0
    return counted


def requests_per_second(
    sides: list[Side], page: str, *, clients: int, seconds: float, turns: int = 2
) -> dict[str, float]:
    """Let clients ask for one page as fast as they get it; sides take turns."""
    answered = dict.fromkeys((side.name for side in sides), 0)
    spent = dict.fromkeys(answered, 0.0)
    for side in sides * turns:
        started = time.monotonic()
        answered[side.name] += _crowd(side, page, clients, seconds / turns)
        spent[side.name] += time.monotonic() - started
    return {name: answered[name] / spent[name] for name in answered}


def _crowd(side: Side, page: str, clients: int, seconds: float) -> int:
    until = time.monotonic() + seconds
    answered: list[int] = []
    failures: list[Exception] = []

    def client() -> None:
        visitor, count = Visitor(side.server.port), 0
        try:
            while time.monotonic() < until:
                side.visit(page, visitor)
                count += 1
        except Exception as error:  # noqa: BLE001 -- raised again below, in the main thread
            failures.append(error)
        finally:
            visitor.close()
            answered.append(count)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return sum(answered)
