"""A room as one client holds it: complete up to a number, whatever was lost or came out of order."""

from collections.abc import Iterable
from typing import Any

from tests.performance.bench.chat.tally import Tally

Message = dict[str, Any]


class Holding:
    """Does what ``Room`` in static/js/live.js does, and counts what arrives."""

    def __init__(self, place: str, tally: Tally) -> None:
        self.place = place
        self._tally = tally
        self.held: int | None = None  # none before the room was opened
        self._known = 0  # the room itself is at least here
        self._early: dict[int, Message] = {}
        self._ids: dict[str, int] = {}  # by client key

    @property
    def is_behind(self) -> bool:
        return self.held is None or self.held < self._known

    @property
    def is_complete(self) -> bool:
        """Tell whether everything is here that the server said is stored."""
        return not self.is_behind and (self.held or 0) >= self._tally.reached[self.place]

    @property
    def missing(self) -> int:
        return len(self._tally.stored[self.place].difference(self._ids.values()))

    @property
    def count(self) -> int:
        return len(self._ids)

    def know(self, number: int) -> None:
        """Learn how far the room is; what was said before it was opened concerns nobody."""
        self._known = max(self._known, number)
        if self.held is None:
            self.held = number

    def hear(self, number: int, message: Message, at: float) -> None:
        """Take in a message from the socket."""
        if self.held is None:
            return
        self._known = max(self._known, number)
        self._early[number] = message
        self._settle(at)

    def take(self, messages: Iterable[Message], reached: int, at: float) -> None:
        """Take in an answer that is complete up to a number."""
        for message in messages:
            self._tally.caught_up += self._keep(message, at)
        self.held = max(self.held or 0, reached)
        self._settle(at)

    def _settle(self, at: float) -> None:
        """Take in what came early, as far as nothing is missing before it."""
        assert self.held is not None
        for number in sorted(self._early):
            if number > self.held + 1:
                break
            self.held = max(self.held, number)
            self._keep(self._early.pop(number), at)

    def _keep(self, message: Message, at: float) -> bool:
        """Keep a message; tell whether it is new."""
        key, number = message["k"], message["id"]
        held = self._ids.get(key)
        if held is None:
            self._ids[key] = number
            self._tally.arrive(key, at)
        elif held == number:
            self._tally.repeated += 1
        else:
            self._tally.doubled += 1
        return held is None
