"""The figures of the chat, beside its floors."""

from collections.abc import Sequence

from tests.performance.bench.chat.figures import Pace
from tests.performance.bench.chat.many_rooms import BURST, STEADY, CrowdFigures
from tests.performance.bench.chat.one_room import RoomFigures
from tests.performance.bench.chat.sides import BARE
from tests.performance.bench.report import say, table

TIMES = ("p50 ms", "p95 ms", "p99 ms")
COUNTS = {
    "messages": "messages",
    "due": "due",
    "missing": "missing",
    "doubled": "doubled",
    "repeated": "repeats dropped",
    "caught_up": "caught up",
    "questions": "questions",
    "refused": "refused",
    "unanswered": "unanswered",
    "drops": "lines lost",
}


def room_table(figures: Sequence[RoomFigures]) -> None:
    """Print one room: each side with each number of clients, as multiples of the floors."""
    medians = {(one.side.name, one.clients): one.pace.quantiles[0] for one in figures}
    rows = []
    for one in figures:
        median = one.pace.quantiles[0]
        floors = (BARE, one.side.floor)
        rows.append(
            [
                one.side.name,
                str(one.clients),
                *_times(one.pace),
                f"{one.pace.cpu_ms:.1f}",
                *(_share(median, medians.get((floor, one.clients))) for floor in floors),
                f"{one.memory_mb:.0f}",
                "no" if one.inexact else "yes",
            ]
        )
    head = ["side", "clients", *TIMES, "CPU ms a message"]
    table([*head, "÷ bare", "÷ group", "peak MB", "each once"], rows)


def crowd_tables(figures: Sequence[CrowdFigures]) -> None:
    """Print many rooms: how fast, and whether everything arrived once."""
    for stage in (STEADY, BURST):
        say(f"{stage}:\n")
        rows = [
            [one.setting.name, *_times(one.paces[stage]), f"{one.paces[stage].cpu_ms:.1f}"]
            for one in figures
        ]
        table(["side", *TIMES, "CPU ms a message"], rows)
    say("then all at once come back:\n")
    rows = [
        [one.setting.name, f"{one.seconds_to_return:.1f}", f"{one.memory_mb:.0f}"]
        for one in figures
    ]
    table(["side", "seconds until all are back and up to date", "peak MB of a process"], rows)
    say("every message at every client, counted at the end:\n")
    rows = [
        [one.setting.name, *(str(getattr(one.deliveries, name)) for name in COUNTS)]
        for one in figures
    ]
    table(["side", *COUNTS.values()], rows)


def _times(pace: Pace) -> list[str]:
    return [f"{value:.1f}" for value in pace.quantiles]


def _share(one: float, other: float | None) -> str:
    return "–" if other is None else f"{one / other:.2f}"
