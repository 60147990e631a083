"""The embedded engine: SQLite's full-text index, fed with terms that are analysed already."""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from resources.search import analysis
from resources.search.engine import Document, Found, IndexDamagedError, Question, Thing
from resources.search.engines.files import Generations, damage_told
from resources.search.engines.shelves import Shelf
from resources.search.engines.sqlite_file import (
    Writer,
    connect,
    create,
    look_through,
    require_version,
    shelves_after,
    transaction,
)
from resources.search.engines.sqlite_search import Search


class Reader:
    """A connection kept open by one thread, as long as its file is the one in use."""

    def __init__(self, path: Path) -> None:
        self.database = connect(path)
        self.path = path
        self.inode = path.stat().st_ino
        self.database.execute("PRAGMA query_only = ON")
        self.shelves: dict[int, Shelf] = {}
        require_version(self.database)

    def is_of(self, path: Path) -> bool:
        try:
            return self.path == path and self.inode == path.stat().st_ino
        except FileNotFoundError:
            return False

    def begin(self) -> None:
        """Let all that follows be read from the same moment."""
        self.database.execute("BEGIN")
        newest = max(self.shelves, default=0)
        self.shelves.update(shelves_after(self.database, newest))


class SqliteEngine:
    """Finds within milliseconds and needs nothing but a folder."""

    def __init__(self, folder: Path) -> None:
        self.files = Generations(folder)
        self.readers = threading.local()

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace them, in one commit; return how many."""
        ready = list(documents)  # their maker's errors are not the index's
        return self._write(lambda writer: writer.put(ready))

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things, in one commit; return how many were there."""
        return self._write(lambda writer: writer.drop(things))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new index beside the present one, then take its place; return its size."""
        with self.files.writing(), self.files.replacement() as path:
            return create(path, documents)

    def find(self, question: Question) -> Found:
        """Answer a question. Raises ``IndexDamagedError``, ``QuestionError``."""
        clauses = analysis.clauses_of(question)
        if not clauses:
            return Found()
        with self._reading() as reader:
            return Search(reader.database, reader.shelves, question).answer(clauses)

    def size(self) -> int:
        """Return how many documents it holds. Raises ``IndexDamagedError``."""
        with self._reading() as reader:
            size: int = reader.database.execute("SELECT count(*) FROM things").fetchone()[0]
            return size

    def is_sound(self) -> bool:
        """Look through the whole index for damage: some 10 s for 300,000 posts."""
        try:
            with self._opened() as database:
                return look_through(database)
        except IndexDamagedError:
            return False

    def _write(self, change: Callable[[Writer], int]) -> int:
        with self._opened() as database, transaction(database):
            return change(Writer(database))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        with (
            self.files.writing(),
            damage_told(),
            closing(connect(self.files.current())) as database,
        ):
            require_version(database)
            yield database

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """Read one moment of the index with this thread's connection."""
        try:
            with damage_told():
                reader = self.files.opened(self._begun)
                yield reader
                reader.database.execute("COMMIT")
        except BaseException:
            self._close()
            raise

    def _begun(self, path: Path) -> Reader:
        reader: Reader | None = getattr(self.readers, "one", None)
        if reader is None or not reader.is_of(path):
            self._close()
            reader = self.readers.one = Reader(path)
        reader.begin()
        return reader

    def _close(self) -> None:
        reader: Reader | None = getattr(self.readers, "one", None)
        self.readers.one = None
        if reader is not None:
            reader.database.close()
