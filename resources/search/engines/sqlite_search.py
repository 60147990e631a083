"""How the SQLite engine answers one question."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from operator import itemgetter

from resources.search import analysis
from resources.search.analysis import Clause
from resources.search.engine import Found, Hit, Question, Thing
from resources.search.engines.shelves import Shelf, facets, is_open, of_kind, one_line
from resources.search.engines.sqlite_file import SEQUENCE, SEQUENCE_BITS
from resources.search.engines.suggestion import suggest

MOST_RANKED = 4_000  # of a kind: where more match, those that were indexed last are ranked
MOST_READ = 20  # documents that are read in search of a word as it is written
RANK = "bm25(terms, 4.0, 1.0)"  # a title weighs more than a text
SHELF = f"(terms.rowid >> {SEQUENCE_BITS})"
SLAB_BITS = 11  # documents indexed one after the other, counted together


# A row that was ranked: rank (the lower, the better), number, author, tags. Thousands of them are
# made for one answer, so they stay what SQLite makes of them.
Match = tuple[float, int, int | None, str]


class Search:
    """One question put to one state of the index; it sees only the shelves of this reader."""

    def __init__(
        self, database: sqlite3.Connection, shelves: Mapping[int, Shelf], question: Question
    ) -> None:
        self.database = database
        self.question = question
        self.visible = {
            number: shelf for number, shelf in shelves.items() if is_open(shelf, question)
        }
        self.condition, self.values = self._narrowed()

    def answer(self, clauses: Sequence[Clause]) -> Found:
        """Return hits and facets, or, where there are none, a suggestion."""
        match = expression(clauses)
        counts = self._counts(match)
        if not counts:
            return Found(suggestion=self._suggestion())
        kind = self.question.filters.kind
        ranked = self._ranked(match, of_kind(counts, self.visible, kind))
        authors, tags = map(itemgetter(2), ranked), map(itemgetter(3), ranked)
        counted = facets(self.visible, counts, kind, authors, tags)
        return Found(hits=self._page(ranked), facets=counted)

    def _narrowed(self) -> tuple[str, list[object]]:
        """Return what SQL must ask beside the shelf, and the values for it."""
        filters = self.question.filters
        narrow: list[tuple[str, object]] = [
            ("author = ?", filters.author_id),
            ("instr(tags, ?)", f"\n{one_line(filters.tag)}\n" if filters.tag else None),
            ("(day IS NULL OR day >= ?)", filters.since and filters.since.toordinal()),
            ("(day IS NULL OR day <= ?)", filters.until and filters.until.toordinal()),
        ]
        asked = [(condition, value) for condition, value in narrow if value is not None]
        sql = ""
        if asked:
            conditions = " AND ".join(condition for condition, _value in asked)
            sql = f" AND EXISTS (SELECT 1 FROM things WHERE id = terms.rowid AND {conditions})"  # noqa: S608 -- constants and numbers
        if hidden := self._rows_of(self.question.hidden):
            sql += f" AND terms.rowid NOT IN ({_listed(hidden)})"
        return sql, [value for _condition, value in asked]

    def _rows_of(self, things: Collection[Thing]) -> list[int]:
        found = "SELECT id FROM things WHERE key = ? AND kind = ?"
        return [row for kind, key in things for (row,) in self.database.execute(found, (key, kind))]

    def _counts(self, match: str) -> dict[int, int]:
        """Return how many of the reader's documents match on each shelf."""
        found = self.database.execute(
            f"SELECT {SHELF}, count(*) FROM terms WHERE terms MATCH ?{self.condition} GROUP BY 1",  # noqa: S608 -- constants and numbers
            (match, *self.values),
        )
        return {shelf: count for shelf, count in found if shelf in self.visible}

    def _ranked(self, match: str, chosen: Mapping[int, int]) -> list[Match]:
        few, many = self._by_number(chosen)
        parts = [f"{SHELF} IN ({_listed(few)})"]
        for shelves in many:
            least = self._least_sequence(match, shelves)
            parts.append(
                f"(terms.rowid & {SEQUENCE}) >= {least} AND {SHELF} IN ({_listed(shelves)})"
            )
        rows = self.database.execute(
            f"SELECT {RANK}, id, author, tags"  # noqa: S608 -- constants and numbers
            " FROM terms CROSS JOIN things ON id = terms.rowid"
            f" WHERE terms MATCH ? AND ({' OR '.join(parts)}){self.condition}",
            (match, *self.values),
        )
        return rows.fetchall()

    def _by_number(self, chosen: Mapping[int, int]) -> tuple[list[int], list[list[int]]]:
        """Return the shelves of kinds with few matches, then those of each kind with many."""
        kinds: dict[str, list[int]] = {}
        for number in chosen:
            kinds.setdefault(self.visible[number].kind, []).append(number)
        few: list[int] = []
        many: list[list[int]] = []
        for shelves in kinds.values():
            if sum(chosen[number] for number in shelves) > MOST_RANKED:
                many.append(shelves)
            else:
                few += shelves
        return few, many

    def _least_sequence(self, match: str, shelves: Collection[int]) -> int:
        """Return from where on there are about as many matches as are ranked."""
        slabs = self.database.execute(
            f"SELECT (terms.rowid & {SEQUENCE}) >> {SLAB_BITS} AS slab, count(*) FROM terms"  # noqa: S608 -- constants and numbers
            f" WHERE terms MATCH ? AND {SHELF} IN ({_listed(shelves)}){self.condition}"
            " GROUP BY slab ORDER BY slab DESC",
            (match, *self.values),
        )
        together = 0
        for slab, count in slabs:
            together += count
            if together >= MOST_RANKED:
                return int(slab) << SLAB_BITS
        return 0

    def _page(self, ranked: Iterable[Match]) -> list[Hit]:
        kinds: defaultdict[str, list[Match]] = defaultdict(list)
        for match in ranked:
            kinds[self.visible[match[1] >> SEQUENCE_BITS].kind].append(match)
        end = self.question.offset + self.question.limit
        best = [
            match
            for matches in kinds.values()
            for match in nsmallest(end, matches)[self.question.offset :]
        ]
        keys = dict(
            self.database.execute(
                f"SELECT id, key FROM things WHERE id IN ({_listed(match[1] for match in best)})"  # noqa: S608 -- constants and numbers
            )
        )
        return [
            Hit(Thing(self.visible[row >> SEQUENCE_BITS].kind, keys[row]), -rank)
            for rank, row, *_ in sorted(best)
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

    def _vocabulary(self, word: str, most: int) -> Iterator[str]:
        words = "SELECT word FROM vocabulary WHERE length BETWEEN ? AND ?"
        lengths = (len(word) - most, len(word) + most)
        return (candidate for (candidate,) in self.database.execute(words, lengths))

    def _texts(self, word: str, most: int) -> list[str]:
        """Return texts that this reader can find under a word."""
        kind = self.question.filters.kind
        shelves = [number for number, shelf in self.visible.items() if kind in {None, shelf.kind}]
        rows = self.database.execute(
            "SELECT texts.title || ' ' || texts.body"  # noqa: S608 -- constants and numbers
            " FROM terms CROSS JOIN texts ON id = terms.rowid"
            f" WHERE terms MATCH ? AND {SHELF} IN ({_listed(shelves)}){self.condition} LIMIT ?",
            (expression(analysis.parse(word)), *self.values, most),
        )
        return [text for (text,) in rows]


def expression(clauses: Iterable[Clause]) -> str:
    """Return a question in FTS5's own language; terms consist of letters and digits only."""
    return " AND ".join(
        "(" + " OR ".join(f'"{" ".join(terms)}"' for terms in clause.alternatives) + ")"
        for clause in clauses
    )


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, map(int, numbers)))
