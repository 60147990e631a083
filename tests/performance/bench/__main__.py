"""Builds both worlds, serves them side by side, and prints what each page costs: ``make bench``.

Then fills rooms with people and prints how fast they hear one another.
"""

import argparse
import os
from contextlib import ExitStack
from pathlib import Path

from tests.performance.bench import report
from tests.performance.bench.chat.run import add_options, measure_chat
from tests.performance.bench.measure import (
    EMPTY,
    Costs,
    Side,
    count_queries,
    measure,
    requests_per_second,
)
from tests.performance.bench.report import say
from tests.performance.bench.scale import SCALES
from tests.performance.bench.server import ROOT, Server
from tests.performance.bench.worlds import COMMANDS, World

CLIENTS = 8
BUSY_PAGES = ("topic, first page", "space", "home")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.performance.bench", description=__doc__)
    parser.add_argument("--scale", choices=SCALES, default="large")
    parser.add_argument("--growth", choices=[*SCALES, "none"], default="small", help="compare with")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--block", type=int, default=5, help="visits in a row")
    parser.add_argument("--seconds", type=float, default=6, help="for requests per second")
    parser.add_argument("--directory", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--rebuild", action="store_true", help="build the worlds anew")
    parser.add_argument("--only", choices=("pages", "chat"), help="measure nothing else")
    add_options(parser)
    return parser.parse_args()


def main() -> None:
    """Measure pages, then chat; PostgreSQL, too, where ``BENCH_DATABASE_URL`` names one."""
    chosen = options()
    if chosen.only != "chat":
        measure_pages(chosen)
    if chosen.only != "pages":
        measure_chat(chosen)


def measure_pages(chosen: argparse.Namespace) -> None:
    """Measure on SQLite, then on PostgreSQL."""
    for database_server in filter(None, ("sqlite", os.environ.get("BENCH_DATABASE_URL"))):
        address = "" if database_server == "sqlite" else database_server
        say(f"# {'PostgreSQL' if address else 'SQLite'}\n")
        compare(chosen, address)


def compare(chosen: argparse.Namespace, database_server: str) -> None:
    """Measure both sides at both scales on one kind of database."""
    scales = [chosen.scale] + ([] if chosen.growth == "none" else [chosen.growth])
    worlds = {
        f"{side} {scale}": World(side, scale, chosen.directory, database_server)
        for scale in scales
        for side in ("ours", "stock")
    }
    for name, world in worlds.items():
        if chosen.rebuild:
            world.forget()
        say(f"› {name}: {SCALES[world.scale].posts} posts in {world.folder.name}")
        world.make_ready()
    counts = {name: counted(world) for name, world in worlds.items()}
    with ExitStack() as stack:
        sides = [side_of(name, world, stack) for name, world in worlds.items()]
        for side in sides:
            say(f"› {side.name}: {side.server.memory_mb():.0f} MB after start")
        costs = measure(
            sides, rounds=chosen.rounds, block=chosen.block, tell=lambda text: say(f"› {text}")
        )
        for name, pages in counts.items():
            for page, queries in pages.items():
                costs[name][page].queries = queries
        print_costs(chosen, costs)
        print_load(sides[:2], chosen.seconds)


def counted(world: World) -> dict[str, int]:
    """Count queries on a server of its own, so that counting slows nothing that is timed."""
    with ExitStack() as stack:
        return count_queries(side_of("counting", world, stack, {"BENCH_COUNT": "1"}))


def side_of(
    name: str, world: World, stack: ExitStack, environment: dict[str, str] | None = None
) -> Side:
    """Serve a world until the stack closes."""
    facts = {**world.environment, **(environment or {})}
    server = Server(COMMANDS[world.side], facts, world.folder / "server.log")
    stack.enter_context(server)
    return Side(name, server, world.visits(), bool(world.database_server))


def print_costs(chosen: argparse.Namespace, costs: Costs) -> None:
    """Print each side, ours against stock, and the growth of both."""
    ours, stock = costs[f"ours {chosen.scale}"], costs[f"stock {chosen.scale}"]
    posts = SCALES[chosen.scale].posts
    for title, side in (("Ours", ours), ("Stock machina", stock)):
        say(f"\n## {title}, {posts} posts\n")
        report.side_table(side, ours[EMPTY])
    say("## Ours as a share of stock machina\n")
    report.comparison_table(ours, stock)
    if chosen.growth != "none":
        say(f"## From {SCALES[chosen.growth].posts} to {posts} posts\n")
        for title, side in (("ours", ours), ("stock", stock)):
            report.growth_table(costs[f"{title} {chosen.growth}"], side, f"{title}: × as dear")


def print_load(sides: list[Side], seconds: float) -> None:
    """Print requests per second with several clients, and the memory after all this."""
    say(f"## Requests per second, {CLIENTS} clients\n")
    rows = []
    for page in BUSY_PAGES:
        ours, stock = requests_per_second(sides, page, clients=CLIENTS, seconds=seconds).values()
        rows.append([page, f"{ours:.1f}", f"{stock:.1f}", f"{ours / stock:.1f}"])
    report.table(["page", "ours", "stock", "ours ÷ stock"], rows)
    say("## Memory of the whole server after the run, MB\n")
    report.table(["side", "MB"], [[side.name, f"{side.server.memory_mb():.0f}"] for side in sides])


if __name__ == "__main__":
    main()
