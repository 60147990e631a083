"""The file of the SQLite engine: what is in it, and how it is written.

The number of a row says on which shelf its document stands, so that most of a question is answered
from the full-text index alone. On one shelf stand documents that agree in all that is counted and
filtered but author, tags and day.
"""

import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from resources.search import analysis
from resources.search.engine import Document, IndexDamagedError, Thing
from resources.search.engines.shelves import Shelf, joined_tags, shelf_of
from resources.search.engines.suggestion import memorable

SEQUENCE_BITS = 32
SEQUENCE = (1 << SEQUENCE_BITS) - 1
BATCH = 5_000
SECONDS_TO_WAIT = 20  # a commit waits for those who read, and they for it: milliseconds
SCHEMA = """
CREATE TABLE about (version INTEGER, sequence INTEGER);
INSERT INTO about VALUES ({version}, 0);
CREATE TABLE shelves (
    id INTEGER PRIMARY KEY, place TEXT, kind TEXT, language TEXT, year INTEGER, community INTEGER,
    UNIQUE (place, kind, language, year, community)
);
CREATE TABLE things (
    id INTEGER PRIMARY KEY, kind TEXT, key INTEGER, author INTEGER, day INTEGER, tags TEXT,
    checksum INTEGER
);
CREATE UNIQUE INDEX things_by_key ON things (key, kind);
CREATE TABLE texts (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
CREATE VIEW analysed AS
    SELECT id, terms_of(title, id) AS title, terms_of(body, id) AS body FROM texts;
CREATE VIRTUAL TABLE terms USING fts5(
    title, body, content='analysed', content_rowid='id', tokenize='ascii'
);
INSERT INTO terms(terms, rank) VALUES ('hashsize', 33554432);
CREATE TABLE vocabulary (length INTEGER, word TEXT, PRIMARY KEY (length, word)) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """A document on its shelf."""

    id: int
    document: Document
    title: list[str]
    body: list[str]


def connect(path: Path) -> sqlite3.Connection:
    """Open a file that must be there.

    It keeps its rollback journal: beside a write-ahead log lies a file that SQLite maps into
    memory, and cutting that file short kills every process that reads.
    """
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,  # transactions are begun where they are meant
        timeout=SECONDS_TO_WAIT,
        check_same_thread=False,  # a thread's reader is closed wherever the thread's end finds it
    )


def create(path: Path, documents: Iterable[Document]) -> int:
    """Write a new file, complete and on the disk when this returns."""
    path.touch(exist_ok=False)
    with closing(connect(path)) as database:
        # Nobody reads it yet, and a file half written is thrown away.
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
        )
        database.executescript(SCHEMA.format(version=analysis.VERSION))
        writer = Writer(database)
        while batch := list(islice(documents := iter(documents), BATCH)):
            with transaction(database):
                writer.put(batch)
        database.execute("INSERT INTO terms(terms) VALUES ('optimize')")
        size: int = database.execute("SELECT count(*) FROM things").fetchone()[0]
        database.execute("PRAGMA synchronous = FULL")
    return size


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


class Writer:
    """Adds documents to an open file, and takes them out."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.shelves = {shelf: number for number, shelf in shelves_after(database, 0)}
        self.languages = {number: shelf.language for shelf, number in self.shelves.items()}
        self.known_words: set[str] = set()
        database.create_function("terms_of", 2, self._terms_of, deterministic=True)

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace; the last of several documents of one thing counts."""
        fresh = {document.thing: document for document in documents}
        self.drop(fresh)
        first: int = self.database.execute(
            "UPDATE about SET sequence = sequence + ? RETURNING sequence - ?",
            (len(fresh), len(fresh)),
        ).fetchall()[0][0]
        rows = [
            self._row(number, document) for number, document in enumerate(fresh.values(), first)
        ]
        self._insert(rows)
        self._remember(rows)
        return len(rows)

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things; return how many were there."""
        found = [
            row
            for kind, key in things
            for row in self.database.execute(
                "SELECT id FROM things WHERE key = ? AND kind = ?", (key, kind)
            )
        ]
        for table, number in (("terms", "rowid"), ("texts", "id"), ("things", "id")):
            # The index first: it takes out the terms of the text that is still there.
            self.database.executemany(f"DELETE FROM {table} WHERE {number} = ?", found)  # noqa: S608 -- names are constants
        return len(found)

    def _row(self, number: int, document: Document) -> Row:
        document, title, body = analysis.words_of(document)
        shelf = shelf_of(document)
        place = self.shelves.get(shelf) or self._new_shelf(shelf)
        return Row(place << SEQUENCE_BITS | number, document, title, body)

    def _new_shelf(self, shelf: Shelf) -> int:
        cursor = self.database.execute(
            "INSERT INTO shelves (place, kind, language, year, community) VALUES (?, ?, ?, ?, ?)",
            shelf,
        )
        number = cursor.lastrowid or 0
        self.shelves[shelf] = number
        self.languages[number] = shelf.language
        return number

    def _insert(self, rows: Sequence[Row]) -> None:
        self.database.executemany(
            "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*facts, checksum(facts)) for facts in map(_facts, rows)],
        )
        self.database.executemany(
            "INSERT INTO texts VALUES (?, ?, ?)",
            [(row.id, " ".join(row.title), " ".join(row.body)) for row in rows],
        )
        self.database.executemany(
            "INSERT INTO terms (rowid, title, body) VALUES (?, ?, ?)",
            [
                (row.id, self._joined(row.title, row.id), self._joined(row.body, row.id))
                for row in rows
            ],
        )

    def _remember(self, rows: Iterable[Row]) -> None:
        met: set[str] = set()
        for row in rows:
            met.update(row.title, row.body)
        new = memorable(met) - self.known_words
        self.database.executemany(
            "INSERT OR IGNORE INTO vocabulary VALUES (?, ?)", [(len(word), word) for word in new]
        )
        self.known_words |= new

    def _terms_of(self, text: str, number: int) -> str:
        return self._joined(text.split(), number)

    def _joined(self, found: Sequence[str], number: int) -> str:
        return " ".join(analysis.terms(found, self.languages[number >> SEQUENCE_BITS]))


def _facts(row: Row) -> tuple[object, ...]:
    document = row.document
    day = document.written_at.date().toordinal() if document.written_at else None
    return row.id, *document.thing, document.author_id, day, joined_tags(document)


def checksum(facts: tuple[object, ...]) -> int:
    """Return a number that tells whether the facts about a thing are still those written."""
    return zlib.crc32(repr(facts).encode())


def shelves_after(database: sqlite3.Connection, number: int) -> Iterator[tuple[int, Shelf]]:
    """Return the shelves that were added since; they never change."""
    for row in database.execute("SELECT * FROM shelves WHERE id > ?", (number,)):
        yield row[0], Shelf(*row[1:])


def look_through(database: sqlite3.Connection) -> bool:
    """Compare everything in the file with everything else in it."""
    Writer(database)  # whose function tells the index what it must hold
    if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        return False
    database.execute("INSERT INTO terms(terms, rank) VALUES ('integrity-check', 1)")
    things = database.execute("SELECT * FROM things")
    if any(checksum(facts) != written for *known, written in things if (facts := tuple(known))):
        return False
    counts = {
        database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 -- names are constants
        for table in ("things", "texts", "terms_docsize")
    }
    return len(counts) == 1


def require_version(database: sqlite3.Connection) -> None:
    """Refuse an index whose terms another version of the analysis made."""
    if database.execute("SELECT version FROM about").fetchone() != (analysis.VERSION,):
        raise IndexDamagedError("the index was made by another version of the analysis")
