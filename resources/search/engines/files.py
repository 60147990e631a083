"""Where an embedded engine keeps its index: generations of files, one of them current."""

import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from resources.search.engine import IndexDamagedError

Opened = TypeVar("Opened")
Errors = tuple[type[Exception], ...]

# What reading a damaged file may end in.
DAMAGE: Errors = (sqlite3.Error, OSError, LookupError, TypeError, ValueError, OverflowError)


@contextmanager
def damage_told(errors: Errors = DAMAGE) -> Iterator[None]:
    """Let whatever a damaged file leads to be known as ``IndexDamagedError``."""
    try:
        yield
    except errors as error:
        raise IndexDamagedError(str(error)) from error


class Generations:
    """A folder of which one entry, named by a small file, is the index in use.

    A new index takes the old one's place by a change of name: who reads the old one goes on.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pointer = folder / "current"

    def current(self) -> Path:
        """Return the index in use. Raises ``IndexDamagedError`` where there is none."""
        name = self._name()
        while not (path := self.folder / name).exists():
            before, name = name, self._name()
            if name == before:  # else a rebuild has just replaced it
                raise IndexDamagedError("the index in use is missing")
        return path

    def _name(self) -> str:
        try:
            name = self.pointer.read_text("ascii")
        except (OSError, ValueError) as error:
            raise IndexDamagedError("no index was built yet, or its pointer is lost") from error
        if not re.fullmatch(r"index-[0-9a-f]{32}", name):
            raise IndexDamagedError("the pointer to the index is damaged")
        return name

    def opened(self, opener: Callable[[Path], Opened], errors: Errors = DAMAGE) -> Opened:
        """Open the index in use; where a rebuild replaced it at that moment, the new one."""
        while True:
            path = self.current()
            try:
                return opener(path)
            except errors:
                if self.current() == path:
                    raise

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one process at a time write."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writer.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def replacement(self) -> Iterator[Path]:
        """Give a path for a new index, which becomes the current one unless building it fails."""
        path = self.folder / f"index-{uuid4().hex}"
        try:
            yield path
            pointer = self.folder / "current.new"
            pointer.write_text(path.name, "ascii")
            _sync(path, pointer)
            pointer.replace(self.pointer)
            _sync(self.folder)
        finally:
            self._forget_others()

    def _forget_others(self) -> None:
        """Remove what no reader will open again: old indexes, and what a failure left behind."""
        try:
            kept = self.current().name
        except IndexDamagedError:
            kept = ""
        for path in sorted(self.folder.glob("index-*")):  # a file before what belongs to it
            if kept and path.name.startswith(kept):  # SQLite keeps two more files beside its own
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _sync(*paths: Path) -> None:
    """See to it that a sudden stop of the machine does not lose what a pointer points to."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
