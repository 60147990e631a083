"""The figures as tables that can be read in a terminal."""

import sys
from collections.abc import Sequence

from tests.performance.bench.measure import EMPTY, Cost

COUNTERPART = {"home": "home, own communities only"}  # the stock page that shows the same as ours


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under a head, the first column to the left, figures to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    for cells in (head, ["-" * width for width in widths], *rows):
        first, *others = (
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        say("  ".join([first, *others]).rstrip())
    say()


def side_table(costs: dict[str, Cost], floor: Cost) -> None:
    """Print one side's pages, with their ratio to the empty view."""
    head = [
        "page",
        "queries",
        "kB",
        "median ms",
        "p95 ms",
        "CPU ms",
        "÷ empty, wall",
        "÷ empty, CPU",
    ]
    rows = [
        [
            page,
            "–" if cost.queries is None else str(cost.queries),
            f"{cost.kilobytes:.1f}",
            f"{cost.median_ms:.1f}",
            f"{cost.p95_ms:.1f}",
            f"{cost.cpu_ms:.1f}",
            f"{cost.median_ms / floor.median_ms:.1f}",
            f"{cost.cpu_ms / floor.cpu_ms:.1f}",
        ]
        for page, cost in costs.items()
    ]
    table(head, rows)


def comparison_table(ours: dict[str, Cost], stock: dict[str, Cost]) -> None:
    """Print ours as a share of stock machina; below 1 is better."""
    rows = [
        [f"{page} ÷ stock {other}", *_shares(cost, stock[other])]
        for page, cost in ours.items()
        for other in (COUNTERPART.get(page), page)
        if page != EMPTY and other in stock
    ]
    table(["ours ÷ stock machina", "queries", "kB", "median", "p95", "CPU"], rows)


def growth_table(small: dict[str, Cost], large: dict[str, Cost], head: str) -> None:
    """Print how much dearer the pages of the larger world are."""
    rows = [[page, *_shares(large[page], cost)] for page, cost in small.items() if page in large]
    table([head, "queries", "kB", "median", "p95", "CPU"], rows)


def _shares(one: Cost, other: Cost) -> list[str]:
    queries = one.queries / other.queries if one.queries and other.queries else None
    return [
        "–" if queries is None else f"{queries:.2f}",
        f"{one.kilobytes / other.kilobytes:.2f}",
        f"{one.median_ms / other.median_ms:.2f}",
        f"{one.p95_ms / other.p95_ms:.2f}",
        f"{one.cpu_ms / other.cpu_ms:.2f}",
    ]
