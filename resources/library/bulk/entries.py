"""One file among many, from wherever they come, and what may be wrong with it or with all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath

from resources.files.kinds import ACCEPTED

MOST_BYTES = 10 * 2**20  # as many as a resource's file may have


class Problem(Enum):
    """Why one file is left out."""

    OUTSIDE = auto()
    ENCRYPTED = auto()
    LINK = auto()
    NESTED = auto()
    KIND = auto()
    TOO_LARGE = auto()
    EMPTY = auto()
    PACKING = auto()
    UNREADABLE = auto()
    UNKNOWN = auto()


class LeftOutError(Exception):
    """This file is left out; the others go on."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.name)
        self.problem = problem


class NotABundleError(Exception):
    """There is nothing that could be taken in, or too much."""

    class Reason(Enum):
        """What is wrong with the whole."""

        EMPTY = auto()
        NO_ZIP = auto()
        TOO_MANY = auto()
        TOO_MUCH = auto()

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that may be read; ``content`` raises ``LeftOutError``."""

    name: str
    size: int
    reader: Callable[[], bytes]
    flaw: Problem | None = None

    @property
    def problem(self) -> Problem | None:
        """Say what is wrong as far as that shows from outside."""
        ending = PurePosixPath(self.name).suffix.lower()
        checks = (
            (self.flaw, self.flaw is not None),
            (Problem.NESTED, ending in PACKED),
            (Problem.KIND, ending not in ACCEPTED),
            (Problem.EMPTY, self.size == 0),
            (Problem.TOO_LARGE, self.size > MOST_BYTES),
        )
        return next((problem for problem, holds in checks if holds), None)

    def content(self) -> bytes:
        """Return the bytes. Raises ``LeftOutError``."""
        if self.problem is not None:
            raise LeftOutError(self.problem)
        content = self.reader()
        if not content:
            raise LeftOutError(Problem.EMPTY)
        return content


PACKED = {".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz"}
_LITTER = {"__MACOSX", "Thumbs.db", "desktop.ini"}


def is_litter(name: str) -> bool:
    """Tell what systems leave beside people's files, and what is hidden."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part in _LITTER or (part[0] == "." and part.strip(".")) for part in parts)
