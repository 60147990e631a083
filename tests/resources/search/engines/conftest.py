"""Each engine that can run here, with a small world to find things in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from resources.search.engine import Document, Engine, Filters, Found, Question, Thing
from resources.search.engines.postgres import PostgresEngine
from resources.search.engines.sqlite import SqliteEngine
from resources.search.engines.whoosh import WhooshEngine

PLACES = frozenset({"space:1", "space:2"})
ENGINES = ["sqlite", "whoosh", "postgres"]


def post(key: int, text: str = "", title: str = "", **facts: Any) -> Document:
    """Return a French post in a place that the reader may read, unless told otherwise."""
    facts = {
        "thing": Thing("post", key),
        "place": "space:1",
        "language": "fr",
        "written_at": datetime(2025, 6, 15, 12, tzinfo=UTC),
        **facts,
    }
    return Document(title=title, text=text, **facts)


@dataclass
class Desk:
    """Asks an engine as one reader, and holds what was asked of it."""

    engine: Engine

    def hold(self, *documents: Document) -> None:
        self.engine.rebuild(documents)

    def find(
        self,
        words: str,
        places: Iterable[str] = PLACES,
        *,
        hidden: Iterable[Thing] = (),
        offset: int = 0,
        limit: int = 10,
        **filters: Any,
    ) -> Found:
        return self.engine.find(
            Question(
                words,
                frozenset(places),
                Filters(**filters),
                frozenset(hidden),
                offset=offset,
                limit=limit,
            )
        )

    def keys(self, words: str, *args: Any, **asked: Any) -> set[int]:
        return {hit.thing.key for hit in self.find(words, *args, **asked).hits}


@pytest.fixture
def make_engine(tmp_path: Path) -> Callable[[str], Engine]:
    def make(name: str) -> Engine:
        if name == "sqlite":
            return SqliteEngine(tmp_path / "engine")
        if name == "whoosh":
            return WhooshEngine(tmp_path / "engine")
        if connection.vendor != "postgresql":
            pytest.skip("needs PostgreSQL as the database of the tests")
        return PostgresEngine()

    return make


@pytest.fixture(params=ENGINES)
def desk(request: pytest.FixtureRequest, make_engine: Callable[[str], Engine]) -> Desk:
    """Return a reader's desk at an empty index."""
    if request.param == "postgres":
        request.getfixturevalue("db")
    engine = make_engine(request.param)
    engine.rebuild(())
    return Desk(engine)
