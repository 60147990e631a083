"""A room as a client holds it: applies frames and answers exactly as the contract says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]
Fetch = Callable[[int], Frame | None]  # what changed after a number; none: no (longer) readable


@dataclass
class HeldRoom:
    """Messages by id, complete up to ``sequence``; the rest is fetched when a gap shows."""

    fetch: Fetch
    sequence: int = 0
    begins: int = 0
    messages: dict[int, Frame] = field(default_factory=dict)
    is_joined: bool = False

    def apply(self, frame: Frame) -> None:
        """Take in a frame, whatever was lost, doubled or out of order before it."""
        kind = frame["t"]
        if kind == "joined":
            self.is_joined = True
            self._hear(frame["n"], frame["begins"])
        elif kind == "gone":
            self.empty()
        elif not self.is_joined:
            return
        elif kind == "at":
            self._hear(frame["n"], frame["begins"])
        elif kind == "m":
            self._upsert(frame["m"])
            if frame["n"] == self.sequence + 1:
                self.sequence = frame["n"]
            self._hear(frame["n"], 0)

    def empty(self) -> None:
        """Hold nothing: the room is no longer this person's."""
        self.sequence = self.begins = 0
        self.messages.clear()
        self.is_joined = False

    def catch_up(self) -> None:
        """Ask what changed since, as often as there is more."""
        while True:
            answer = self.fetch(self.sequence)
            if answer is None:
                self.empty()
                return
            self._forget(answer["begins"])
            for message in answer["m"]:
                self._upsert(message)
            self.sequence = max(self.sequence, answer["n"])
            if not answer["more"]:
                return

    @property
    def state(self) -> tuple[int, int, list[Frame]]:
        """How far the room is held, where it begins, and its messages in order."""
        in_order = sorted(self.messages.values(), key=lambda one: one["n"])
        return self.sequence, self.begins, in_order

    def _hear(self, sequence: int, begins: int) -> None:
        self._forget(begins)
        if sequence > self.sequence:
            self.catch_up()

    def _upsert(self, message: Frame) -> None:
        held = self.messages.get(message["id"])
        if message["n"] > self.begins and (held is None or held["v"] < message["v"]):
            self.messages[message["id"]] = message

    def _forget(self, begins: int) -> None:
        self.begins = max(self.begins, begins)
        for key in [key for key, one in self.messages.items() if one["n"] <= self.begins]:
            del self.messages[key]
