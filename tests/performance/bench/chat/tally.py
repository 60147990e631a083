"""What was sent, what the server acknowledged, and what arrived where and when."""

import secrets
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tally:
    """Kept by all clients of a run together."""

    sent: dict[str, tuple[str, float]] = field(default_factory=dict)  # key → stage, when
    stored: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    reached: Counter[str] = field(default_factory=Counter)  # place → highest number acknowledged
    waiting: set[str] = field(default_factory=set)  # keys that nobody answered yet
    refused: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    doubled: int = 0  # the same text under two ids
    repeated: int = 0  # heard again, and dropped
    caught_up: int = 0  # arrived as the answer to a question over HTTP
    questions: int = 0
    drops: int = 0  # lines that the server lost

    def send(self, stage: str) -> str:
        """Start the clock of a message; return its key."""
        key = secrets.token_urlsafe(12)
        self.sent[key] = (stage, time.perf_counter())
        self.waiting.add(key)
        return key

    def acknowledge(self, place: str, key: str, answer: dict[str, Any]) -> None:
        """Note that a message is stored."""
        self.waiting.discard(key)
        self.stored[place].add(answer["id"])
        self.reached[place] = max(self.reached[place], answer["n"])

    def refuse(self, key: str, why: str) -> None:
        """Note that a message is not stored."""
        self.waiting.discard(key)
        self.refused[why] += 1

    def arrive(self, key: str, at: float) -> None:
        """Stop the clock of a message at one client."""
        stage, sent = self.sent[key]
        self.seconds[stage].append(at - sent)

    def messages(self, stage: str) -> int:
        return sum(one == stage for one, _sent in self.sent.values())
