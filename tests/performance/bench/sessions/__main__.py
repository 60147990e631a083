"""Runs many facilitated sessions at once and prints how soon everybody sees what is done in them.

``python -m tests.performance.bench.sessions``: uvicorn on SQLite, one process, as ``serve`` runs it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.performance.bench.chat.ground import environment
from tests.performance.bench.chat.loop import allow_many_sockets, run
from tests.performance.bench.report import say, table
from tests.performance.bench.server import ROOT, Server
from tests.performance.bench.sessions.crowd import Crowd, Place
from tests.performance.bench.sessions.figures import figures_of


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.performance.bench.sessions", description=__doc__
    )
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--people", type=int, default=12, help="in each session")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=4, help="seconds between acts of a session")
    return parser.parse_args()


def main() -> None:
    """Build, serve, act, and print the table."""
    chosen = options()
    allow_many_sockets()
    with tempfile.TemporaryDirectory(prefix="sessions-") as name:
        folder = Path(name)
        facts = environment(folder, f"sqlite:///{folder / 'db.sqlite3'}")
        places = built(chosen, folder, facts)
        command = ("manage.py", "serve", "--port", "{port}")
        with Server([command], facts, folder / "server.log") as server:
            crowd = Crowd(places, server.port)

            async def meet() -> None:
                await crowd.arrive()
                before = server.cpu_seconds()
                await crowd.work(chosen.seconds, chosen.pause)
                rows, spent = figures_of(crowd), server.cpu_seconds() - before
                crowd.leave()
                say(f"{chosen.sessions} sessions of {chosen.people} people\n")
                table(["what", "done", "p50 ms", "p95 ms", "p99 ms", "not seen by all"], rows)
                say(f"\nprocessor time: {crowd.share_of(spent):.0f} %")
                say(f"memory: {server.peak_mb():.0f} MB")

            run(meet())


def built(chosen: argparse.Namespace, folder: Path, facts: dict[str, str]) -> list[Place]:
    """Fill the database in a process of its own."""
    target = folder / "places.json"
    size = (str(chosen.sessions), str(chosen.people))
    command = [sys.executable, "-m", "tests.performance.bench.sessions.build", *size, str(target)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **facts}, check=True)
    return [Place(**one) for one in json.loads(target.read_text(encoding="utf-8"))]


if __name__ == "__main__":
    main()
