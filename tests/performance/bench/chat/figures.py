"""The figures of a run: how long messages took, what they cost, and whether all arrived."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from tests.performance.bench.chat.crowd import Crowd


def quantile(seconds: Sequence[float], share: float) -> float:
    """Return the milliseconds within which this share of the messages arrived."""
    ordered = sorted(seconds)
    if not ordered:
        return float("nan")
    return ordered[max(0, ceil(len(ordered) * share) - 1)] * 1000


@dataclass
class Pace:
    """How fast messages arrived in one stage, and the processor time they took the servers."""

    seconds: list[float] = field(default_factory=list)
    messages: int = 0
    cpu_seconds: float = 0.0

    @property
    def quantiles(self) -> tuple[float, float, float]:
        """The median, and what 95 and 99 of 100 arrivals stayed below, in milliseconds."""
        p50, p95, p99 = (quantile(self.seconds, share) for share in (0.5, 0.95, 0.99))
        return p50, p95, p99

    @property
    def cpu_ms(self) -> float:
        return self.cpu_seconds / self.messages * 1000 if self.messages else float("nan")

    def add(self, other: "Pace") -> None:
        """Take in another round."""
        self.seconds += other.seconds
        self.messages += other.messages
        self.cpu_seconds += other.cpu_seconds


@dataclass(frozen=True)
class Deliveries:
    """What arrived of what was stored, counted at every client."""

    messages: int
    due: int
    missing: int
    doubled: int
    repeated: int
    caught_up: int
    questions: int
    refused: int
    unanswered: int
    drops: int

    @classmethod
    def of(cls, crowd: Crowd) -> "Deliveries":
        tally = crowd.tally
        return cls(
            messages=sum(map(len, tally.stored.values())),
            due=sum(len(tally.stored[one.holding.place]) for one in crowd.clients),
            missing=sum(one.holding.missing for one in crowd.clients),
            doubled=tally.doubled,
            repeated=tally.repeated,
            caught_up=tally.caught_up,
            questions=tally.questions,
            refused=sum(tally.refused.values()),
            unanswered=len(tally.waiting),
            drops=tally.drops,
        )

    @property
    def is_exact(self) -> bool:
        """Tell whether everything arrived, once."""
        return not (self.missing or self.doubled or self.refused or self.unanswered)
