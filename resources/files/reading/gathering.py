"""Where read words go, and the bounds that stop the reading."""

import time

MOST_CHARACTERS = 1_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_SECONDS = 20


class EnoughReadError(Exception):
    """A bound is reached: what was gathered so far is the text."""


class DamagedError(Exception):
    """The file is not what it should be; what was gathered so far may still be of use."""


class Words:
    """Gathers pieces of text until there are enough, or until time is up."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._left = MOST_CHARACTERS
        self._end = time.monotonic() + MOST_SECONDS

    def __str__(self) -> str:
        # Databases refuse NUL, and UTF-8 refuses halves of pairs.
        text = "".join(self._pieces).replace("\0", " ")
        return text.encode("utf-8", "replace").decode("utf-8").strip()

    def add(self, piece: str) -> None:
        """Take a piece. Raises ``EnoughReadError`` at a bound, as ``breathe`` does."""
        self._pieces.append(piece[: self._left])
        self._left -= len(piece)
        if self._left <= 0:
            raise EnoughReadError(f"more than {MOST_CHARACTERS} characters")
        self.breathe()

    def breathe(self) -> None:
        """Stop when time is up; to be called where nothing may be added for long."""
        if time.monotonic() > self._end:
            raise EnoughReadError(f"more than {MOST_SECONDS} seconds")
