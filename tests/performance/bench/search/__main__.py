"""Fills each search engine with posts and asks it: ``python -m tests.performance.bench.search``.

Each is measured in a process of its own, beside the bare library it stands on; PostgreSQL where
``BENCH_DATABASE_URL`` names a database whose schema ``search`` may be lost.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import django

from resources.search.engine import Document, Question
from tests.performance.bench.search.corpus import posts, questions

BATCH = 5_000
ENGINES = ("bare-fts5", "sqlite", "bare-whoosh", "whoosh", "postgres")
HEADINGS = (
    "engine",
    "posts",
    "put s",
    "rebuild s",
    "memory +MB",
    "disk MB",
    "median ms",
    "p95 ms",
    "max ms",
)


def say(*cells: object) -> None:
    sys.stdout.write("| " + " | ".join(str(cell) for cell in cells) + " |\n")
    sys.stdout.flush()


def main() -> None:
    """Measure the chosen engines, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.performance.bench.search")
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.alone:
        measure(chosen.engines[0], chosen.posts)
        return
    say(*HEADINGS)
    say(*["---"] * len(HEADINGS))
    for engine in chosen.engines:
        if engine == "postgres" and "BENCH_DATABASE_URL" not in os.environ:
            continue
        again = [sys.executable, "-m", "tests.performance.bench.search", "--alone"]
        subprocess.run([*again, "--posts", str(chosen.posts), "--engines", engine], check=True)


def measure(name: str, number: int) -> None:
    """Fill one engine in batches, build it anew, and ask."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.test")
    if name == "postgres":
        os.environ["DATABASE_URL"] = os.environ["BENCH_DATABASE_URL"]
    django.setup()
    # After Django has its settings: the engines speak to people.
    from tests.performance.bench.search.subjects import SUBJECTS  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, SUBJECTS[name](Path(folder)) as subject:
        before = memory()
        putting = 0.0
        written = posts(number)
        subject.rebuild(())
        while batch := list(islice(written, BATCH)):
            start = time.perf_counter()
            subject.put(batch)
            putting += time.perf_counter() - start
        answers = sorted(ask(subject.find, question) for question in questions())
        clock = Clock()
        start = time.perf_counter()
        subject.rebuild(clock.outside(posts(number)))
        rebuilding = time.perf_counter() - start - clock.seconds
        say(
            name,
            number,
            f"{putting:.1f}",
            f"{rebuilding:.1f}",
            f"{memory() - before:.0f}",
            f"{subject.disk() / 1e6:.0f}",
            f"{statistics.median(answers):.1f}",
            f"{answers[int(len(answers) * 0.95)]:.1f}",
            f"{answers[-1]:.1f}",
        )


def memory() -> float:
    """Return the most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ask(find: Callable[[Question], object], question: Question) -> float:
    start = time.perf_counter()
    find(question)
    return (time.perf_counter() - start) * 1000


class Clock:
    """Counts the time in which documents are made, which is not the engine's."""

    seconds = 0.0

    def outside(self, documents: Iterable[Document]) -> Iterator[Document]:
        while True:
            start = time.perf_counter()
            document = next(iter(documents), None)
            self.seconds += time.perf_counter() - start
            if document is None:
                return
            yield document


if __name__ == "__main__":
    main()
