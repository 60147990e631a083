"""One question put to the PostgreSQL index, for one reader.

To count a word that stands in half of all documents is to read half of the table. So the index
keeps a sample apart (``postgres_tables``): of a kind in which much matches, the sample is counted
for all, and what was indexed last is ranked; of every other kind all is ranked and counted.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from heapq import nlargest
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

from resources.search import analysis
from resources.search.analysis import Clause
from resources.search.engine import Found, Hit, Question, Thing
from resources.search.engines.postgres_tables import CONFIGURATIONS, CURRENT
from resources.search.engines.shelves import Shelf, facets, is_open, one_line
from resources.search.engines.suggestion import suggest

MOST_RANKED = 600  # of one kind; of more, the number is estimated, within some 16 in 100
MOST_READ = 20  # documents that are read in search of a word as it is written
MOST_NEAR = 200  # words that come into question for one with typing errors
LEAST_ALIKE = 0.12  # of its trigrams: two errors in a short word leave no more
WEIGHTS = "'{0.25, 0.25, 0.25, 1.0}'"  # a title weighs more than a text
LENGTH_COUNTS = 1  # a long text has its words more often

SAMPLE = """
WITH found AS MATERIALIZED (
    SELECT id, kind, shelf, share FROM {schema}.documents WHERE share > 0 AND {matches}
), latest AS (
    SELECT kind, id, sum(share) OVER (PARTITION BY kind ORDER BY id DESC) AS together FROM found
)
SELECT NULL, shelf, sum(share) FROM found GROUP BY shelf
UNION ALL SELECT kind, NULL, min(id) FROM latest WHERE together <= %s GROUP BY kind
"""
RANKED = """
SELECT ts_rank({weights}, terms, {query}, {length_counts}), id, shelf, key, author, tags
FROM {schema}.documents WHERE {matches} AND id >= %s
"""
NUMBERS = """
SELECT id FROM {schema}.documents
WHERE (key, kind) IN (SELECT * FROM unnest(%s::bigint[], %s::text[]))
"""
NEAR = """
SELECT word FROM {schema}.vocabulary WHERE folded %% %s AND abs(length(word) - %s) <= %s
ORDER BY similarity(folded, %s) DESC LIMIT %s
"""
TEXTS = """
SELECT words FROM {schema}.texts JOIN (
    SELECT id FROM {schema}.documents WHERE {matches} LIMIT %s
) AS found USING (id)
"""

Sql = tuple[str, list[Any]]


class Match(NamedTuple):
    """A document that was ranked; the higher the rank, the better."""

    rank: float
    id: int
    shelf: int
    key: int
    author_id: int | None
    tags: str


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
        self.by_kind: defaultdict[str, list[int]] = defaultdict(list)
        for number, shelf in self.visible.items():
            self.by_kind[shelf.kind].append(number)
        self.open = _as_booleans(self.visible)
        self.narrowed = self._narrowed()

    def answer(self, clauses: Sequence[Clause]) -> Found:
        """Return hits and facets, or, where there are none, a suggestion."""
        asked, kind = _expression(clauses), self.question.filters.kind
        estimates, least = self._estimates(asked)
        ranked = self._ranked(asked, self.by_kind.keys() - least.keys(), 0)
        counts = Counter(match.shelf for match in ranked)
        for one, number in least.items():
            counts.update(
                {shelf: estimates[shelf] for shelf in self.by_kind[one] if shelf in estimates}
            )
            if kind in {None, one}:
                ranked += self._ranked(asked, {one}, number)
        if not counts:
            return Found(suggestion=self._suggestion())
        shown = [match for match in ranked if kind in {None, self.visible[match.shelf].kind}]
        authors, tags = (match.author_id for match in shown), (match.tags for match in shown)
        counted = facets(self.visible, counts, kind, authors, tags)
        return Found(hits=self._page(shown), facets=replace(counted, is_estimated=bool(least)))

    def _estimates(self, asked: Sql) -> tuple[dict[int, int], dict[str, int]]:
        """Return how many match on each shelf by the sample, and the kinds with too many to rank.

        Those kinds come with the number of the document from which on they are ranked.
        """
        rows = self._read(SAMPLE, asked, self.by_kind, MOST_RANKED)
        estimates = {shelf: int(share) for kind, shelf, share in rows if kind is None}
        totals: Counter[str | None] = Counter()
        for shelf, share in estimates.items():
            totals[self.visible[shelf].kind] += share
        least = {kind: number for kind, _shelf, number in rows if totals[kind] > MOST_RANKED}
        return estimates, least

    def _ranked(self, asked: Sql, kinds: Collection[str], least: int) -> list[Match]:
        query, words = asked
        sql = RANKED.replace("{query}", query)
        return [Match(*row) for row in self._read(sql, asked, kinds, least, before=words)]

    def _read(
        self, sql: str, asked: Sql, kinds: Collection[str], *values: Any, before: Sequence[Any] = ()
    ) -> list[Any]:
        """Return rows of the reader's documents of some kinds that match."""
        query, words = asked
        narrowed, narrow = self.narrowed
        matches = f"terms @@ ({query}) AND kind = ANY(%s::text[]) AND (%s::bool[])[shelf]{narrowed}"
        self.cursor.execute(
            sql.format(
                schema=CURRENT, matches=matches, weights=WEIGHTS, length_counts=LENGTH_COUNTS
            ),
            [*before, *words, list(kinds), self.open, *narrow, *values],
        )
        return list(self.cursor.fetchall())

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
        keys, kinds = [thing.key for thing in things], [thing.kind for thing in things]
        self.cursor.execute(NUMBERS.format(schema=CURRENT), [keys, kinds])
        return [number for (number,) in self.cursor.fetchall()]

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
        folded = analysis.fold(word)
        asked: list[Any] = [folded, len(word), most, folded, MOST_NEAR]
        self.cursor.execute(NEAR.format(schema=CURRENT), asked)
        return [found for (found,) in self.cursor.fetchall()]

    def _texts(self, word: str, most: int) -> list[str]:
        """Return texts that this reader can find under a word."""
        kind = self.question.filters.kind
        kinds = [one for one in self.by_kind if kind in {None, one}]
        asked = _expression(analysis.parse(word, stemmed=False))
        return [str(text) for (text,) in self._read(TEXTS, asked, kinds, most)]


def _as_booleans(visible: Collection[int]) -> str:
    """Return an array in SQL that tells of each shelf whether it is visible, and nothing of others.

    Given a list of thousands instead, the planner weighs each of them, which takes longer than to
    answer.
    """
    return (
        "{"
        + ",".join("ft"[number in visible] for number in range(1, max(visible, default=0) + 1))
        + "}"
    )


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
