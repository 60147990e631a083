"""The engine on PostgreSQL's full-text search, in the site's own database."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from resources.search import analysis
from resources.search.engine import Document, Found, IndexDamagedError, Question, Thing
from resources.search.engines.postgres_search import Search
from resources.search.engines.postgres_tables import (
    CURRENT,
    Writer,
    create,
    generation,
    load_shelves,
    lock,
)
from resources.search.engines.shelves import Shelf


class PostgresEngine:
    """Finds where the data are; several processes may serve from it."""

    def __init__(self) -> None:
        self.build: object = None
        self.shelves: dict[int, Shelf] = {}

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace them, in one commit; return how many."""
        ready = list(documents)  # their maker's errors are not the index's
        things = {document.thing for document in ready}

        def replace(writer: Writer) -> int:
            writer.drop(things)
            return writer.put(ready)

        return self._write(replace)

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things, in one commit; return how many were there."""
        return self._write(lambda writer: writer.drop(things))

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new index beside the present one, then take its place; return its size."""
        with transaction.atomic(), connection.cursor() as cursor:
            lock()
            create(cursor, documents)
            return _size(cursor)

    def find(self, question: Question) -> Found:
        """Answer a question. Raises ``IndexDamagedError``, ``QuestionError``."""
        clauses = analysis.clauses_of(question, stemmed=False)
        if not clauses:
            return Found()
        with self._reading() as cursor:
            return Search(cursor, self.shelves, question).answer(clauses)

    def is_sound(self) -> bool:
        """Look whether the index is there and whole; its pages are PostgreSQL's own care."""
        try:
            with self._reading() as cursor:
                cursor.execute(
                    f"SELECT count(*) FROM {CURRENT}.documents"  # noqa: S608 -- a constant
                    f" WHERE shelf NOT IN (SELECT id FROM {CURRENT}.shelves) OR terms IS NULL"
                )
                return bool(cursor.fetchone() == (0,))
        except IndexDamagedError:
            return False

    def size(self) -> int:
        """Return how many documents it holds. Raises ``IndexDamagedError``."""
        with self._reading() as cursor:
            return _size(cursor)

    def _write(self, change: Callable[[Writer], int]) -> int:
        with _damage_told(), transaction.atomic(), connection.cursor() as cursor:
            lock()
            generation(cursor)
            return change(Writer(cursor))

    @contextmanager
    def _reading(self) -> Iterator[CursorWrapper]:
        with _damage_told(), transaction.atomic(), connection.cursor() as cursor:
            # To compile a question or to share it out takes longer than to answer it.
            cursor.execute("SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0")
            build = generation(cursor)
            known = self.shelves if build == self.build else {}
            new = load_shelves(cursor, max(known, default=0))
            self.build, self.shelves = build, known | new
            yield cursor


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise IndexDamagedError(str(error)) from error


def _size(cursor: CursorWrapper) -> int:
    cursor.execute(f"SELECT count(*) FROM {CURRENT}.documents")  # noqa: S608 -- names are constants
    size: int = cursor.fetchone()[0]
    return size
