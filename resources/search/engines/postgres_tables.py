"""The tables of the PostgreSQL engine: a schema of its own, which a rebuild replaces as a whole.

Words come without accents, elisions and stop words, as the analysis gives them; stemming is left to
PostgreSQL's French and English dictionaries.

The documents of each kind lie in two parts: a sample, whose documents stand for ``share`` each, and
the others, whose share is 0. The first of a kind are all in the sample and stand for themselves, so a
small kind is its own sample.
"""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from resources.search import analysis
from resources.search.engine import Document, IndexDamagedError, Thing
from resources.search.engines.shelves import Shelf, joined_tags, shelf_of
from resources.search.engines.suggestion import memorable

CURRENT, NEXT = "search", "search_next"
BATCH = 5_000
MOST_WORDS = 50_000  # of a text: a tsvector may not be larger than a megabyte
CONFIGURATIONS = {"fr": "french", "en": "english"}
FIRST, ONE_IN = 2_000, 16  # how many of a kind are in the sample first, and then one in so many
LATEST = 60_000  # documents, among which what matches too often is ranked
LOCK = 0x5EA6C4  # one writer at a time, known by this number
SCHEMA = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP SCHEMA IF EXISTS {schema} CASCADE;
CREATE SCHEMA {schema};
CREATE TABLE {schema}.about AS SELECT {version} AS version, gen_random_uuid() AS generation;
CREATE TABLE {schema}.shelves (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    place text, kind text, language text, year int, community bigint
);
CREATE TABLE {schema}.kinds (
    kind text PRIMARY KEY, number int GENERATED ALWAYS AS IDENTITY, met bigint NOT NULL
);
CREATE SEQUENCE {schema}.document_ids;
CREATE TABLE {schema}.documents (
    id bigint, shelf int, kind text, key bigint, author bigint, day int, tags text, share int,
    terms tsvector
) PARTITION BY LIST (kind);
CREATE TABLE {schema}.texts (id bigint PRIMARY KEY, words text);
CREATE TABLE {schema}.vocabulary (word text PRIMARY KEY, folded text);
"""
KIND = """
CREATE TABLE {schema}.kind_{number} PARTITION OF {schema}.documents FOR VALUES IN ({kind})
    PARTITION BY LIST (share);
CREATE TABLE {schema}.kind_{number}_sample PARTITION OF {schema}.kind_{number}
    FOR VALUES IN (1, {one_in});
CREATE TABLE {schema}.kind_{number}_others PARTITION OF {schema}.kind_{number} FOR VALUES IN (0);
"""
CONFIGURATION = """
CREATE TEXT SEARCH DICTIONARY {schema}.{language}_stem (TEMPLATE = snowball, Language = {language});
CREATE TEXT SEARCH CONFIGURATION {schema}.{language} (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION {schema}.{language}
    ADD MAPPING FOR asciiword, word, numword, int, uint, float, sfloat
    WITH {schema}.{language}_stem;
"""
INDEXES = """
ALTER TABLE {schema}.documents
    ADD PRIMARY KEY (id, kind, share), ADD UNIQUE (key, kind, share);
CREATE INDEX ON {schema}.documents USING gin (terms);
CREATE INDEX ON {schema}.vocabulary USING gin (folded gin_trgm_ops);
ANALYZE {schema}.documents;
"""
INDEX_OF_LATEST = "CREATE INDEX ON {schema}.documents USING gin (terms) WHERE id > {before}"
SWAP = "DROP SCHEMA IF EXISTS {current} CASCADE; ALTER SCHEMA {schema} RENAME TO {current};"
INSERT = """
WITH fresh AS (
    SELECT nextval('{schema}.document_ids') AS id, arrived.* FROM unnest(
        %s::int[], %s::text[], %s::bigint[], %s::bigint[], %s::int[], %s::text[], %s::int[],
        %s::text[], %s::text[], %s::text[], %s::text[]
    ) AS arrived (
        shelf, kind, key, author, day, tags, share, words, configuration, title, body
    )
), kept AS (INSERT INTO {schema}.texts SELECT id, words FROM fresh)
INSERT INTO {schema}.documents
SELECT id, shelf, kind, key, author, day, tags, share,
    setweight(to_tsvector(configuration::regconfig, title), 'A')
    || '''.'':1'::tsvector -- found by no word, so no phrase reaches from the title into the text
    || to_tsvector(configuration::regconfig, body)
FROM fresh
"""
DELETE = """
WITH gone AS (DELETE FROM {schema}.documents WHERE {which} RETURNING id),
    forgotten AS (DELETE FROM {schema}.texts WHERE id IN (SELECT id FROM gone))
SELECT count(*) FROM gone
"""
THESE = "(key, kind) IN (SELECT * FROM unnest(%s::bigint[], %s::text[]))"
REPEATED = "id NOT IN (SELECT max(id) FROM {schema}.documents GROUP BY key, kind)"


def create(cursor: CursorWrapper, documents: Iterable[Document]) -> None:
    """Build the schema anew and let it take the place of the present one, within a transaction."""
    cursor.execute(SCHEMA.format(schema=NEXT, version=analysis.VERSION))
    for language in CONFIGURATIONS.values():
        cursor.execute(CONFIGURATION.format(schema=NEXT, language=language))
    writer = Writer(cursor, NEXT)
    while batch := list(islice(documents := iter(documents), BATCH)):
        writer.put(batch)
    writer.forget_repeated()
    cursor.execute(INDEXES.format(schema=NEXT))
    index_latest(cursor)
    cursor.execute(SWAP.format(schema=NEXT, current=CURRENT))


def index_latest(cursor: CursorWrapper) -> None:
    """Index the latest once more, apart: to read who holds a common word takes longer than to rank."""
    cursor.execute(f"SELECT max(id) FROM {NEXT}.documents")  # noqa: S608 -- a constant
    before = (cursor.fetchone()[0] or 0) - LATEST
    if before > 0:
        cursor.execute(INDEX_OF_LATEST.format(schema=NEXT, before=before))


class Writer:
    """Adds documents to a schema, and takes them out."""

    def __init__(self, cursor: CursorWrapper, schema: str = CURRENT) -> None:
        self.cursor = cursor
        self.schema = schema
        shelves = load_shelves(cursor, 0, schema)
        self.shelves = {shelf: number for number, shelf in shelves.items()}
        self.known_words: set[str] = set()
        cursor.execute(f"SELECT kind, met FROM {schema}.kinds")  # noqa: S608 -- names are constants
        self.met: dict[str, int] = dict(cursor.fetchall())

    def put(self, documents: Collection[Document]) -> int:
        """Add documents; the last of several of one thing counts."""
        fresh = {document.thing: document for document in documents}.values()
        if not fresh:
            return 0
        met: set[str] = set()
        rows = [self._row(document, met) for document in fresh]
        columns = [list(column) for column in zip(*rows, strict=True)]
        self.cursor.execute(INSERT.format(schema=self.schema), columns)
        self.cursor.execute(
            f"UPDATE {self.schema}.kinds SET met = now.met"  # noqa: S608 -- names are constants
            " FROM unnest(%s::text[], %s::bigint[]) AS now (kind, met) WHERE kinds.kind = now.kind",
            [list(self.met), list(self.met.values())],
        )
        self._remember(met)
        return len(fresh)

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things; return how many were there."""
        if not things:
            return 0
        return self._delete(
            THESE, [thing.key for thing in things], [thing.kind for thing in things]
        )

    def forget_repeated(self) -> None:
        """Keep only the last document of each thing."""
        self._delete(REPEATED.format(schema=self.schema))

    def _delete(self, which: str, *values: list[Any]) -> int:
        self.cursor.execute(DELETE.format(schema=self.schema, which=which), values)
        count: int = self.cursor.fetchone()[0]
        return count

    def _row(self, document: Document, met: set[str]) -> tuple[Any, ...]:
        document, title, body = analysis.words_of(document)
        met.update(title, body)
        language = document.language if document.language in CONFIGURATIONS else "fr"
        return (
            self._shelf(shelf_of(document)),
            *document.thing,
            document.author_id,
            document.written_at.date().toordinal() if document.written_at else None,
            joined_tags(document),
            self._share(document.thing.kind),
            " ".join([*title, *body]),
            f"{self.schema}.{CONFIGURATIONS[language]}",
            " ".join(analysis.forms(title, language)),
            " ".join(analysis.forms(body[:MOST_WORDS], language)),
        )

    def _shelf(self, shelf: Shelf) -> int:
        if shelf not in self.shelves:
            self.cursor.execute(
                f"INSERT INTO {self.schema}.shelves (place, kind, language, year, community)"  # noqa: S608 -- names are constants
                " VALUES (%s, %s, %s, %s, %s) RETURNING id",
                shelf,
            )
            self.shelves[shelf] = self.cursor.fetchone()[0]
        return self.shelves[shelf]

    def _share(self, kind: str) -> int:
        """Return how many documents the next one of a kind stands for; 0 is not in the sample."""
        if kind not in self.met:
            self._open(kind)
        self.met[kind] += 1
        if self.met[kind] <= FIRST:
            return 1
        return 0 if self.met[kind] % ONE_IN else ONE_IN

    def _open(self, kind: str) -> None:
        """Make room for a kind."""
        self.cursor.execute(
            f"INSERT INTO {self.schema}.kinds (kind, met) VALUES (%s, 0) RETURNING number",  # noqa: S608 -- names are constants
            [kind],
        )
        number = self.cursor.fetchone()[0]
        marks = {"schema": self.schema, "number": number, "kind": "%(kind)s", "one_in": ONE_IN}
        self.cursor.execute(KIND.format(**marks), {"kind": kind})
        self.met[kind] = 0

    def _remember(self, met: set[str]) -> None:
        new = sorted(memorable(met) - self.known_words)
        self.cursor.execute(
            f"INSERT INTO {self.schema}.vocabulary"  # noqa: S608 -- names are constants
            " SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
            [new, [analysis.fold(word) for word in new]],
        )
        self.known_words.update(new)


def load_shelves(cursor: CursorWrapper, after: int, schema: str = CURRENT) -> dict[int, Shelf]:
    """Return the shelves that were added since; they never change."""
    cursor.execute(
        "SELECT id, place, kind, language, year, community"  # noqa: S608 -- names are constants
        f" FROM {schema}.shelves WHERE id > %s",
        [after],
    )
    return {row[0]: Shelf(*row[1:]) for row in cursor.fetchall()}


def generation(cursor: CursorWrapper) -> object:
    """Return which build of the index this is. Raises ``IndexDamagedError``."""
    cursor.execute("SELECT to_regclass(%s)", [f"{CURRENT}.about"])
    if cursor.fetchone() == (None,):
        raise IndexDamagedError("no index was built yet")
    cursor.execute(f"SELECT version, generation FROM {CURRENT}.about")  # noqa: S608 -- names are constants
    version, build = cursor.fetchone()
    if version != analysis.VERSION:
        raise IndexDamagedError("the index was made by another version of the analysis")
    return build


def lock() -> None:
    """Wait until no other process writes; it ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
