"""The engine on Whoosh's own index, driven directly, fed with terms that are analysed already."""

import pickle
import struct
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import query
from whoosh.index import IndexError as WhooshError
from whoosh.index import open_dir

from resources.search import analysis
from resources.search.analysis import Clause, Terms
from resources.search.engine import Document, Found, Hit, IndexDamagedError, Question, Thing
from resources.search.engines.files import DAMAGE, Generations, damage_told
from resources.search.engines.shelves import facets, is_open, one_line
from resources.search.engines.suggestion import suggest
from resources.search.engines.whoosh_files import (
    SUMS,
    change,
    create,
    key_of,
    mark_of,
    require_sound,
    shelves_of,
    size,
)

MOST_RANKED = 2_000  # of one kind: where more match, those that were indexed last are ranked
MOST_READ = 20  # documents that are read in search of a word as it is written
TITLE_WEIGHT = 4.0
WHOOSH_DAMAGE = (
    *DAMAGE,
    WhooshError,
    AssertionError,
    AttributeError,
    EOFError,
    pickle.PickleError,
    struct.error,
)


class Reader:
    """One state of the index, kept open by one thread as long as its files stay what they are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.signed = mark_of(folder / SUMS)
        require_sound(folder)
        self.searcher = open_dir(folder).searcher()
        self.reader = self.searcher.reader()
        leaves = [leaf for leaf, _offset in self.reader.leaf_readers()]
        names = [leaf.segment().make_filename(".seg") for leaf in leaves]
        self.marks = {name: mark_of(folder / name) for name in names}
        self.shelves = shelves_of(self.reader)
        self.columns: dict[str, list[Any]] = {}

    def is_of(self, folder: Path) -> bool:
        return (
            self.folder == folder
            and self.signed == mark_of(folder / SUMS)
            and all(mark_of(folder / name) == mark for name, mark in self.marks.items())
        )

    @property
    def shelf_of(self) -> list[int]:
        return self.column("shelf")

    def column(self, name: str) -> list[Any]:
        """Return what every document has in a column, by its number; read once."""
        if name not in self.columns:
            leaves = self.reader.leaf_readers()
            self.columns[name] = [
                value for leaf, _offset in leaves for value in leaf.column_reader(name)
            ]
        return self.columns[name]

    def numbers(self, thing: Thing) -> set[int]:
        key = ("thing", key_of(thing))
        return set(self.reader.postings(*key).all_ids()) if key in self.reader else set()


class WhooshEngine:
    """Finds with nothing but Python; for small sites, and to compare with."""

    def __init__(self, folder: Path) -> None:
        self.files = Generations(folder)
        self.readers = threading.local()

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace them, in one commit; return how many."""
        fresh = {document.thing: document for document in documents}
        self._change(list(fresh.values()), fresh)
        return len(fresh)

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things, in one commit; return how many were there."""
        return self._change([], things)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new index beside the present one, then take its place; return its size."""
        with self.files.writing(), self.files.replacement() as folder:
            return create(folder, documents)

    def find(self, question: Question) -> Found:
        """Answer a question. Raises ``IndexDamagedError``, ``QuestionError``."""
        clauses = analysis.clauses_of(question)
        if not clauses:
            return Found()
        with self._reading() as reader:
            return Search(reader, question).answer(clauses)

    def size(self) -> int:
        """Return how many documents it holds. Raises ``IndexDamagedError``."""
        with self._reading() as reader:
            return size(reader.reader)

    def is_sound(self) -> bool:
        """Look through the whole index for damage."""
        try:
            with self.files.writing(), damage_told(WHOOSH_DAMAGE):
                folder = self.files.current()
                require_sound(folder, afresh=True)
                Reader(folder).searcher.close()
        except IndexDamagedError:
            return False
        return True

    def _change(self, documents: Sequence[Document], gone: Collection[Thing]) -> int:
        with self.files.writing(), damage_told(WHOOSH_DAMAGE):
            folder = self.files.current()
            require_sound(folder)
            return change(folder, documents, gone)

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        with damage_told(WHOOSH_DAMAGE):
            reader: Reader | None = getattr(self.readers, "one", None)
            if reader is None or not reader.is_of(self.files.current()):
                self.readers.one = None
                reader = self.readers.one = self.files.opened(Reader, WHOOSH_DAMAGE)
            yield reader


class Search:
    """One question put to one state of the index; it sees only the shelves of this reader."""

    def __init__(self, reader: Reader, question: Question) -> None:
        self.reader = reader
        self.question = question
        shelves = reader.shelves.items()
        self.visible = {number: shelf for number, shelf in shelves if is_open(shelf, question)}
        self.hidden: set[int] = set().union(*map(reader.numbers, question.hidden))

    def answer(self, clauses: Sequence[Clause]) -> Found:
        """Return hits and facets, or, where there are none, a suggestion."""
        asked = _query(clauses)
        numbers = list(self._matching(asked))
        if not numbers:
            return Found(suggestion=self._suggestion())
        kinds: defaultdict[str, list[int]] = defaultdict(list)
        for number in numbers:
            kinds[self.visible[self.reader.shelf_of[number]].kind].append(number)
        kind = self.question.filters.kind
        latest = {key: kinds[key][-MOST_RANKED:] for key in kinds if kind in {None, key}}
        ranked = sorted(number for chosen in latest.values() for number in chosen)
        authors, tags = self.reader.column("author"), self.reader.column("tags")
        counted = facets(
            self.visible,
            Counter(map(self.reader.shelf_of.__getitem__, numbers)),
            kind,
            [authors[number] for number in ranked],
            [tags[number].decode() for number in ranked],
        )
        return Found(hits=self._page(self._scores(asked, set(ranked))), facets=counted)

    def _matching(self, asked: query.Query) -> Iterator[int]:
        """Yield the numbers of the reader's documents that match, in the order of the index."""
        shelf_of, agrees = self.reader.shelf_of, self._narrowed()
        for number in asked.docs(self.reader.searcher):
            if shelf_of[number] in self.visible and number not in self.hidden and agrees(number):
                yield number

    def _narrowed(self) -> Callable[[int], bool]:
        """Return what the filters ask beside the shelf."""
        filters = self.question.filters
        conditions: list[Callable[[int], bool]] = []
        if filters.author_id is not None:
            authors = self.reader.column("author")
            conditions.append(lambda number: authors[number] == filters.author_id)
        if filters.tag:
            tags, tag = self.reader.column("tags"), f"\n{one_line(filters.tag)}\n".encode()
            conditions.append(lambda number: tag in tags[number])
        if filters.since or filters.until:
            days = self.reader.column("day")
            first = filters.since.toordinal() if filters.since else 0
            last = (filters.until or date.max).toordinal()
            conditions.append(lambda number: not days[number] or first <= days[number] <= last)
        return lambda number: all(condition(number) for condition in conditions)

    def _scores(self, asked: query.Query, wanted: Collection[int]) -> Iterator[tuple[float, int]]:
        searcher = self.reader.searcher
        for leaf, offset in searcher.leaf_searchers():
            matcher = asked.matcher(leaf, searcher.context())
            while matcher.is_active():
                number = matcher.id() + offset
                if number in wanted:
                    yield matcher.score(), number
                matcher.next()

    def _page(self, scores: Iterable[tuple[float, int]]) -> list[Hit]:
        kinds: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
        for score, number in scores:
            kinds[self._kind(number)].append((score, number))
        start, end = self.question.offset, self.question.offset + self.question.limit
        best = [match for matches in kinds.values() for match in nlargest(end, matches)[start:]]
        return [
            Hit(Thing(self._kind(number), self._kept(number)[0]), score)
            for score, number in sorted(best, reverse=True)
        ]

    def _kind(self, number: int) -> str:
        return self.visible[self.reader.shelf_of[number]].kind

    def _kept(self, number: int) -> tuple[int, str]:
        kept: tuple[int, str] = self.reader.reader.stored_fields(number)["kept"]
        return kept

    def _suggestion(self) -> str:
        if self.question.any_word:
            return ""
        return suggest(
            self.question.words,
            vocabulary=self._vocabulary,
            occurs=lambda word: any(self._texts(word)),
            is_seen=lambda word: any(
                word in analysis.bare_words(text) for text in islice(self._texts(word), MOST_READ)
            ),
        )

    def _vocabulary(self, word: str, most: int) -> Iterator[str]:
        known = (candidate.decode() for candidate in self.reader.reader.lexicon("words"))
        return (candidate for candidate in known if abs(len(candidate) - len(word)) <= most)

    def _texts(self, word: str) -> Iterator[str]:
        """Yield texts that this reader can find under a word."""
        kind = self.question.filters.kind
        for number in self._matching(_query(analysis.parse(word))):
            if kind in {None, self._kind(number)}:
                yield self._kept(number)[1]


def _query(clauses: Iterable[Clause]) -> query.Query:
    return query.And([query.Or([_either(terms) for terms in one.alternatives]) for one in clauses])


def _either(terms: Terms) -> query.Query:
    """Return a query for terms side by side, in title or text."""
    if len(terms) == 1:
        title, body = query.Term("title", terms[0]), query.Term("body", terms[0])
    else:
        title, body = query.Phrase("title", list(terms)), query.Phrase("body", list(terms))
    return query.Or([title.with_boost(TITLE_WEIGHT), body])
