"""The engine on PostgreSQL's full-text search, in the site's own database."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from heapq import nlargest
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from resources.search import analysis
from resources.search.analysis import Clause
from resources.search.engine import Document, Found, Hit, IndexDamagedError, Question, Thing
from resources.search.engines.postgres_tables import (
    CONFIGURATIONS,
    CURRENT,
    Writer,
    create,
    generation,
    load_shelves,
    lock,
)
from resources.search.engines.shelves import Shelf, facets, is_open, of_kind, one_line
from resources.search.engines.suggestion import suggest

MOST_RANKED = 2_000  # of one kind: where more match, those that were indexed last are ranked
MOST_READ = 20  # documents that are read in search of a word as it is written
MOST_NEAR = 200  # words that come into question for one with typing errors
LEAST_ALIKE = 0.12  # of its trigrams: two errors in a short word leave no more
WEIGHTS = "'{0.25, 0.25, 0.25, 1.0}'"  # a title weighs more than a text
LENGTH_COUNTS = 1  # a long text has its words more often


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


class Match(NamedTuple):
    """A document that was ranked; the higher the rank, the better."""

    rank: float
    id: int
    shelf: int
    key: int
    author_id: int | None
    tags: str


Sql = tuple[str, list[Any]]


class Search:
    """One question put to the index; it sees only the shelves of this reader."""

    def __init__(
        self, cursor: CursorWrapper, shelves: dict[int, Shelf], question: Question
    ) -> None:
        self.cursor = cursor
        self.question = question
        self.visible = {
            number: shelf for number, shelf in shelves.items() if is_open(shelf, question)
        }
        self.narrowed = self._narrowed()

    def answer(self, clauses: Sequence[Clause]) -> Found:
        """Return hits and facets, or, where there are none, a suggestion."""
        asked = _expression(clauses)
        counts = dict(self._select("shelf, count(*)", asked, self.visible, "GROUP BY shelf"))
        if not counts:
            return Found(suggestion=self._suggestion())
        kind = self.question.filters.kind
        ranked = self._ranked(asked, of_kind(counts, self.visible, kind))
        authors, tags = (match.author_id for match in ranked), (match.tags for match in ranked)
        return Found(
            hits=self._page(ranked), facets=facets(self.visible, counts, kind, authors, tags)
        )

    def _select(
        self, columns: str, asked: Sql, shelves: Iterable[int], rest: str = "", *values: Any
    ) -> list[tuple[int, int]]:
        """Return columns of the reader's documents that match, on some shelves."""
        query, words = asked
        narrowed, narrow = self.narrowed
        self.cursor.execute(
            f"SELECT {columns} FROM {CURRENT}.documents"  # noqa: S608 -- made of constants
            f" WHERE terms @@ ({query}) AND shelf = ANY(%s::int[]){narrowed} {rest}",
            [*words, list(shelves), *narrow, *values],
        )
        rows: list[tuple[int, int]] = self.cursor.fetchall()
        return rows

    def _narrowed(self) -> Sql:
        """Return what must be asked beside the shelf."""
        filters = self.question.filters
        narrow: list[tuple[str, object]] = [
            ("author = %s", filters.author_id),
            ("strpos(tags, %s) > 0", f"\n{one_line(filters.tag)}\n" if filters.tag else None),
            ("(day IS NULL OR day >= %s)", filters.since and filters.since.toordinal()),
            ("(day IS NULL OR day <= %s)", filters.until and filters.until.toordinal()),
            ("id <> ALL(%s::bigint[])", self._numbers(self.question.hidden) or None),
        ]
        asked = [(condition, value) for condition, value in narrow if value is not None]
        sql = "".join(f" AND {condition}" for condition, _value in asked)
        return sql, [value for _condition, value in asked]

    def _numbers(self, things: Collection[Thing]) -> list[int]:
        if not things:
            return []
        self.cursor.execute(
            f"SELECT id FROM {CURRENT}.documents"  # noqa: S608 -- names are constants
            " WHERE (key, kind) IN (SELECT * FROM unnest(%s::bigint[], %s::text[]))",
            [[thing.key for thing in things], [thing.kind for thing in things]],
        )
        return [number for (number,) in self.cursor.fetchall()]

    def _ranked(self, asked: Sql, chosen: dict[int, int]) -> list[Match]:
        kinds: defaultdict[str, list[int]] = defaultdict(list)
        for number in chosen:
            kinds[self.visible[number].kind].append(number)
        latest = "ORDER BY id DESC LIMIT %s"
        numbers = [
            row[0]
            for shelves in kinds.values()
            for row in self._select("id", asked, shelves, latest, MOST_RANKED)
        ]
        query, words = asked
        self.cursor.execute(
            f"SELECT ts_rank({WEIGHTS}, terms, {query}, {LENGTH_COUNTS}),"  # noqa: S608 -- names are constants
            f" id, shelf, key, author, tags FROM {CURRENT}.documents WHERE id = ANY(%s::bigint[])",
            [*words, numbers],
        )
        return [Match(*row) for row in self.cursor.fetchall()]

    def _page(self, ranked: Iterable[Match]) -> list[Hit]:
        kinds: defaultdict[str, list[Match]] = defaultdict(list)
        for match in ranked:
            kinds[self.visible[match.shelf].kind].append(match)
        start, end = self.question.offset, self.question.offset + self.question.limit
        best = [match for matches in kinds.values() for match in nlargest(end, matches)[start:]]
        return [
            Hit(Thing(self.visible[match.shelf].kind, match.key), match.rank)
            for match in sorted(best, reverse=True)
        ]

    def _suggestion(self) -> str:
        if self.question.any_word:
            return ""
        return suggest(
            self.question.words,
            vocabulary=self._vocabulary,
            occurs=lambda word: bool(self._texts(word, 1)),
            is_seen=lambda word: any(
                word in analysis.bare_words(text) for text in self._texts(word, MOST_READ)
            ),
        )

    def _vocabulary(self, word: str, most: int) -> list[str]:
        self.cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [LEAST_ALIKE])
        self.cursor.execute(
            f"SELECT word FROM {CURRENT}.vocabulary WHERE folded %% %s"  # noqa: S608 -- names are constants
            " AND abs(length(word) - %s) <= %s ORDER BY similarity(folded, %s) DESC LIMIT %s",
            [analysis.fold(word), len(word), most, analysis.fold(word), MOST_NEAR],
        )
        return [found for (found,) in self.cursor.fetchall()]

    def _texts(self, word: str, most: int) -> list[str]:
        """Return texts that this reader can find under a word."""
        kind = self.question.filters.kind
        shelves = [number for number, shelf in self.visible.items() if kind in {None, shelf.kind}]
        asked = _expression(analysis.parse(word, stemmed=False))
        return [
            str(text) for text, _id in self._select("words, id", asked, shelves, "LIMIT %s", most)
        ]


def _expression(clauses: Iterable[Clause]) -> Sql:
    """Return SQL for a tsquery, and the words in it: either language's stems will do."""
    parts, words = [], []
    for clause in clauses:
        phrases = [" ".join(terms) for terms in clause.alternatives]
        found = [
            (f"phraseto_tsquery('{CURRENT}.{language}', %s)", phrase)
            for language in CONFIGURATIONS.values()
            for phrase in phrases
        ]
        parts.append("(" + " || ".join(call for call, _phrase in found) + ")")
        words += [phrase for _call, phrase in found]
    return " && ".join(parts), list(words)
