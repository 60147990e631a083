"""Measures the site's own search in a world of words as in real texts.

``python -m tests.performance.bench.search.site`` tells what it costs to build the index from the
database beside the engine alone, which is given the same documents ready made, and how soon the page
of results comes. PostgreSQL, too, where ``BENCH_DATABASE_URL`` names a server.
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from urllib.parse import urlencode

import django

from resources.search.engine import Document
from tests.performance.bench.client import Visitor
from tests.performance.bench.outline import MEMBER_OF
from tests.performance.bench.report import say, table
from tests.performance.bench.scale import SCALES
from tests.performance.bench.search.__main__ import memory
from tests.performance.bench.search.corpus import REACHES, questions, reach_of
from tests.performance.bench.server import ROOT, Server
from tests.performance.bench.worlds import COMMANDS, World

SIDE = "search"
ORDINARY = f"a member of {MEMBER_OF} communities"
MEASURES = ("indexing", "growth", "pages")


def main() -> None:
    """Measure on SQLite, then on PostgreSQL."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance.bench.search.site")
    parser.add_argument("--scale", choices=SCALES, default="large")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=MEASURES, default=MEASURES)
    parser.add_argument("--directory", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--alone", choices=("indexing", "growth"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.alone:
        django.setup()
        {"indexing": compare_indexing, "growth": measure_growth}[chosen.alone](chosen.rounds)
        return
    for database_server in filter(None, ("sqlite", os.environ.get("BENCH_DATABASE_URL"))):
        address = "" if database_server == "sqlite" else database_server
        say(f"# {'PostgreSQL' if address else 'SQLite'}, {SCALES[chosen.scale].posts} posts\n")
        world = World(SIDE, chosen.scale, chosen.directory, address)
        world.make_ready()
        for measure in chosen.only:
            if measure == "pages":
                measure_pages(world, chosen.rounds)
            else:
                in_own_process(world, measure, chosen.rounds)


def in_own_process(world: World, measure: str, rounds: int) -> None:
    """Let memory be counted from nothing, with the settings of this world."""
    again = ["-m", "tests.performance.bench.search.site", "--alone", measure]
    environment = {**os.environ, **world.environment}
    command = [sys.executable, *again, "--rounds", str(rounds)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def compare_indexing(rounds: int) -> None:
    """Print how long the engine takes with ready documents, and with the site's own, in turn."""
    from resources.search.choosing import engine  # noqa: PLC0415 -- after Django has its settings
    from resources.search.indexing import everything  # noqa: PLC0415 -- see above

    ready = list(everything())
    gc.collect()
    gc.freeze()  # these many documents shall not slow down the one who is given them
    makers: dict[str, Callable[[], Iterable[Document]]] = {
        "engine alone": lambda: iter(ready),
        "from the database": everything,
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in makers}
    for turn in range(rounds + 1):
        for name, make in makers.items():
            start, worked = time.perf_counter(), time.process_time()
            engine().rebuild(make())
            if turn:  # the first fills what the analysis remembers
                figures = time.perf_counter() - start, time.process_time() - worked
                taken[name].append(figures)
    medians = {
        name: [statistics.median(each) for each in zip(*rows, strict=True)]
        for name, rows in taken.items()
    }
    alone, ours = medians.values()
    rows = [[name, *(f"{figure:.2f}" for figure in figures)] for name, figures in medians.items()]
    rows.append(["÷", *(f"{own / other:.2f}" for own, other in zip(ours, alone, strict=True))])
    table(["indexing", "s", "CPU s"], rows)


def measure_growth(_rounds: int) -> None:
    """Print by how much the memory grows while the index is built."""
    from resources.search.choosing import engine  # noqa: PLC0415 -- after Django has its settings
    from resources.search.indexing import everything  # noqa: PLC0415 -- see above

    before = memory()
    number = engine().rebuild(everything())
    table(["things indexed", "memory +MB"], [[str(number), f"{memory() - before:.0f}"]])


def measure_pages(world: World, rounds: int) -> None:
    """Print how long each reader waits for the page that answers each question."""
    visits = world.visits()
    readers = {ORDINARY: visits.cookies, **visits.other_cookies}
    server = Server(COMMANDS[SIDE], world.environment, world.folder / "server.log")
    with server:
        visitor = Visitor(server.port)
        for name, cookies in readers.items():
            waited = ask_all(visitor, cookies, rounds)
            rows = [
                [f"words of the {reach} commonest", *figures_of(waited[reach])] for reach in REACHES
            ]
            rows.append(["all", *figures_of([one for each in waited.values() for one in each])])
            say(f"Page of results for {name}, {len(questions())} questions of one or two words\n")
            table(["question", "asked", "median ms", "p95 ms", "max ms"], rows)
        visitor.close()


def ask_all(visitor: Visitor, cookies: str, rounds: int) -> dict[int, list[float]]:
    """Return the seconds each page took, by how common the words were."""
    waited: dict[int, list[float]] = {reach: [] for reach in REACHES}
    for turn in range(rounds + 1):
        for number, question in enumerate(questions()):
            address = f"/search/?{urlencode({'q': question.words})}"
            seconds = visitor.get(address, cookies).seconds
            if turn:  # the first fills caches and compiles templates
                waited[reach_of(number)].append(seconds)
    return waited


def figures_of(seconds: Sequence[float]) -> list[str]:
    ordered = sorted(one * 1000 for one in seconds)
    named = (statistics.median(ordered), ordered[int(len(ordered) * 0.95)], ordered[-1])
    return [str(len(ordered)), *(f"{one:.1f}" for one in named)]


if __name__ == "__main__":
    main()
