"""What is measured: the engines, and the bare libraries that two of them stand on."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from django.db import connection
from whoosh import fields, index
from whoosh.qparser import MultifieldParser

from resources.search.engine import Document, Engine, Found, Question
from resources.search.engines.postgres import PostgresEngine
from resources.search.engines.sqlite import SqliteEngine
from resources.search.engines.whoosh import WhooshEngine


class Subject(Protocol):
    """What can be filled and asked."""

    def rebuild(self, documents: Iterable[Document]) -> int: ...
    def put(self, documents: Collection[Document]) -> int: ...
    def find(self, question: Question) -> object: ...
    def disk(self) -> int: ...


class Measured:
    """An engine, and how much room it takes."""

    def __init__(self, engine: Engine, disk: Callable[[], int]) -> None:
        self.engine = engine
        self.disk = disk

    def rebuild(self, documents: Iterable[Document]) -> int:
        return self.engine.rebuild(documents)

    def put(self, documents: Collection[Document]) -> int:
        return self.engine.put(documents)

    def find(self, question: Question) -> Found:
        return self.engine.find(question)


class BareFts5:
    """One table as SQLite's manual shows it: no French, no places, no facets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = sqlite3.connect(folder / "bare.sqlite3")
        self.database.execute("PRAGMA journal_mode = WAL")

    def rebuild(self, documents: Iterable[Document]) -> int:
        self.database.execute("DROP TABLE IF EXISTS posts")
        self.database.execute("CREATE VIRTUAL TABLE posts USING fts5(title, body)")
        return self.put(documents)

    def put(self, documents: Iterable[Document]) -> int:
        rows = ((document.title, document.text) for document in documents)
        with self.database:
            return self.database.executemany("INSERT INTO posts VALUES (?, ?)", rows).rowcount

    def find(self, question: Question) -> object:
        best = "SELECT rowid FROM posts WHERE posts MATCH ? ORDER BY rank LIMIT 10"
        return self.database.execute(best, (question.words,)).fetchall()

    def disk(self) -> int:
        return size_of(self.folder)


class BareWhoosh:
    """One index as Whoosh's manual shows it: English only, no places, no facets."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rebuild(self, documents: Iterable[Document]) -> int:
        schema = fields.Schema(key=fields.STORED, title=fields.TEXT, body=fields.TEXT)
        self.index = index.create_in(self.folder, schema)
        return self.put(documents)

    def put(self, documents: Iterable[Document]) -> int:
        writer = self.index.writer(limitmb=128)
        for document in documents:
            writer.add_document(key=document.thing.key, title=document.title, body=document.text)
        writer.commit(merge=False)
        self.searcher = self.index.searcher()
        self.parser = MultifieldParser(["title", "body"], self.index.schema)
        return 0

    def find(self, question: Question) -> object:
        return list(self.searcher.search(self.parser.parse(question.words), limit=10))

    def disk(self) -> int:
        return size_of(self.folder)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def size_of_schema() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'search'::regnamespace"
        )
        return int(cursor.fetchone()[0])


def _alone(make: Callable[[Path], Subject]) -> Callable[[Path], AbstractContextManager[Subject]]:
    @contextmanager
    def made(folder: Path) -> Iterator[Subject]:
        yield make(folder)

    return made


@contextmanager
def postgres(_folder: Path) -> Iterator[Subject]:
    """Give the engine, and leave nothing of it."""
    yield Measured(PostgresEngine(), size_of_schema)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA search CASCADE")


SUBJECTS = {
    "bare-fts5": _alone(BareFts5),
    "sqlite": _alone(lambda folder: Measured(SqliteEngine(folder), lambda: size_of(folder))),
    "bare-whoosh": _alone(BareWhoosh),
    "whoosh": _alone(lambda folder: Measured(WhooshEngine(folder), lambda: size_of(folder))),
    "postgres": postgres,
}
