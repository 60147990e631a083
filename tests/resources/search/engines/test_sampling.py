"""Where very much matches, the PostgreSQL engine counts a sample and says so."""

import pytest
from django.db import connection

from resources.search.engine import Thing
from resources.search.engines import postgres_search, postgres_tables
from resources.search.engines.postgres import PostgresEngine
from tests.resources.search.engines.conftest import Desk, post


@pytest.fixture
def crowd(db: None, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk where 5 of a kind, and of more one in four, are in the sample."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL as the database of the tests")
    monkeypatch.setattr(postgres_tables, "FIRST", 5)
    monkeypatch.setattr(postgres_tables, "ONE_IN", 4)
    monkeypatch.setattr(postgres_search, "MOST_RANKED", 20)
    monkeypatch.setattr(postgres_tables, "LATEST", 30)
    desk = Desk(PostgresEngine())
    desk.hold(
        *(post(n, "arbre" if n % 2 else "arbre chêne") for n in range(100)),
        *(post(n, "arbre hêtre", place="space:3") for n in range(100, 140)),
        *(post(n, "arbre", thing=Thing("page", n)) for n in range(12)),
        post(500, "arbre orme"),
    )
    return desk


def test_what_is_much_is_estimated_and_what_is_little_is_counted(crowd: Desk) -> None:
    much = crowd.find("arbre", limit=20)

    assert much.facets.is_estimated
    assert 90 <= much.facets.kinds["post"] <= 112
    assert much.facets.kinds["page"] == 12
    latest = {hit.thing.key for hit in much.hits if hit.thing.kind == "post"}
    assert 500 in latest
    assert latest <= set(range(70, 100)) | {500}


def test_little_is_counted_exactly_wherever_it_lies(crowd: Desk) -> None:
    rare = crowd.find("orme")

    assert rare.facets.kinds == {"post": 1}
    assert not rare.facets.is_estimated
    assert crowd.keys("hêtre") == set()
    assert not crowd.find("hêtre").facets.kinds


def test_the_sample_follows_what_is_put_and_dropped(crowd: Desk) -> None:
    crowd.engine.drop({Thing("post", n) for n in range(100)})
    crowd.engine.put([post(n, "arbre") for n in range(600, 610)])

    left = crowd.find("arbre", kind="post", limit=20)

    assert left.facets.kinds == {"post": 11, "page": 12}
    assert not left.facets.is_estimated
    assert crowd.engine.size() == 40 + 12 + 1 + 10
    assert crowd.engine.is_sound()
