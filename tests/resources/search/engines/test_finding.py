"""What is held, found and counted: always this reader's share of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from resources.search.engine import Facets, Found, Thing
from resources.search.engines import postgres_search, sqlite_search, whoosh
from tests.resources.search.engines.conftest import Desk, post


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


WORLD = (
    post(
        1,
        "arbre",
        community_id=1,
        author_id=7,
        tags=("été", "bon outil"),
        written_at=on(2023, 1, 1),
    ),
    post(2, "arbre", community_id=1, author_id=8, tags=("outil",), written_at=on(2023, 12, 31)),
    post(3, "arbre", community_id=2, author_id=7, place="space:2", written_at=on(2024, 5, 2)),
    post(4, "arbre", community_id=2, language="en", written_at=on(2024, 5, 3)),
    post(5, "arbre", thing=Thing("page", 5), language="", written_at=None),
    post(6, "arbre", thing=Thing("page", 1), tags=("été",), written_at=on(2025, 2, 1)),
    post(7, "arbre", place="space:3", community_id=9, author_id=9, tags=("secret",)),
    post(8, "buisson", community_id=3, author_id=3),
)


def test_facets_count_all_that_the_reader_finds(desk: Desk) -> None:
    desk.hold(*WORLD)

    assert desk.find("arbre").facets == Facets(
        kinds={"post": 4, "page": 2},
        communities={1: 2, 2: 2},
        tags={"été": 2, "bon outil": 1, "outil": 1},
        languages={"fr": 4, "en": 1},
        authors={7: 2, 8: 1},
        years={2023: 2, 2024: 2, 2025: 1},
    )


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "page"}, {("page", 5), ("page", 1)}),
        ({"community_id": 2}, {("post", 3), ("post", 4)}),
        ({"tag": "outil"}, {("post", 2)}),
        ({"tag": "été"}, {("post", 1), ("page", 1)}),
        ({"tag": "secret"}, set()),
        ({"language": "en"}, {("post", 4)}),
        ({"author_id": 7}, {("post", 1), ("post", 3)}),
        ({"author_id": 9}, set()),
        ({"since": date(2024, 5, 3)}, {("post", 4), ("page", 5), ("page", 1)}),
        ({"until": date(2023, 1, 1)}, {("post", 1), ("page", 5)}),
        (
            {"since": date(2023, 12, 31), "until": date(2024, 5, 2)},
            {("post", 2), ("post", 3), ("page", 5)},
        ),
        ({"tag": "été", "kind": "post"}, {("post", 1)}),
        ({"kind": "room"}, set()),
        ({"tag": "' OR 1=1 --%_\n"}, set()),
    ],
)
def test_filters_narrow_hits_and_counts(
    desk: Desk, filters: dict[str, Any], found: set[tuple[str, int]]
) -> None:
    desk.hold(*WORLD)

    answer = desk.find("arbre", **filters)

    assert {tuple(hit.thing) for hit in answer.hits} == found
    assert sum(answer.facets.years.values()) == len(found - {("page", 5)})
    if "kind" not in filters:
        assert sum(answer.facets.kinds.values()) == len(found)


def test_kinds_are_counted_before_the_filter_for_kinds(desk: Desk) -> None:
    desk.hold(*WORLD)

    facets = desk.find("arbre", kind="page").facets

    assert facets.kinds == {"post": 4, "page": 2}
    assert facets.tags == {"été": 1}


@pytest.mark.parametrize(
    ("places", "found"),
    [({"space:2"}, {3}), ({"space:3"}, {7}), ({"space:30", "space"}, set()), (set(), set())],
)
def test_places_bound_everything(desk: Desk, places: set[str], found: set[int]) -> None:
    desk.hold(*WORLD)

    answer = desk.find("arbre", places)

    assert {hit.thing.key for hit in answer.hits} == found
    assert sum(answer.facets.kinds.values()) == len(found)
    assert sum(answer.facets.authors.values()) == len(found)


def test_hidden_things_are_neither_found_nor_counted(desk: Desk) -> None:
    desk.hold(*WORLD)

    answer = desk.find("arbre", hidden={Thing("post", 1), Thing("page", 1), Thing("post", 99)})

    assert {hit.thing for hit in answer.hits} == {
        Thing("post", 2),
        Thing("post", 3),
        Thing("post", 4),
        Thing("page", 5),
    }
    assert answer.facets.kinds == {"post": 3, "page": 1}
    assert answer.facets.tags == {"outil": 1}
    assert answer.facets.authors == {7: 1, 8: 1}


def test_lists_of_tags_and_authors_end(desk: Desk) -> None:
    desk.hold(*(post(n, "arbre", author_id=n, tags=(f"t{n}", "commun")) for n in range(1, 31)))

    facets = desk.find("arbre").facets

    assert len(facets.authors) == 10
    assert len(facets.tags) == 20
    assert facets.tags["commun"] == 30


def test_pages_follow_one_another(desk: Desk) -> None:
    desk.hold(*(post(n, "arbre " * n) for n in range(1, 26)))

    pages = [desk.find("arbre", offset=offset).hits for offset in (0, 10, 20, 30)]

    assert [len(page) for page in pages] == [10, 10, 5, 0]
    keys = [hit.thing.key for page in pages for hit in page]
    assert sorted(keys) == list(range(1, 26))
    scores = [hit.score for page in pages for hit in page]
    assert scores == sorted(scores, reverse=True)


def test_each_kind_has_its_best(desk: Desk) -> None:
    desk.hold(
        *(post(n, "arbre arbre arbre") for n in range(1, 20)),
        *(post(n, "arbre et bien d'autres choses", thing=Thing("page", n)) for n in range(1, 20)),
    )

    hits = desk.find("arbre", limit=3).hits

    assert sorted(hit.thing.kind for hit in hits) == ["page"] * 3 + ["post"] * 3


def test_of_very_many_the_latest_are_ranked_and_all_are_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in (sqlite_search, whoosh, postgres_search):
        monkeypatch.setattr(engine, "MOST_RANKED", 5)
    monkeypatch.setattr(sqlite_search, "SLAB_BITS", 0)
    desk.hold(
        *(post(n, "arbre", author_id=1) for n in range(30)),
        *(post(n, "arbre", author_id=2, place="space:3") for n in range(30, 60)),
        *(post(n, "arbre", thing=Thing("page", n)) for n in range(100, 103)),
    )

    answer = desk.find("arbre")

    assert {hit.thing.key for hit in answer.hits} == {25, 26, 27, 28, 29, 100, 101, 102}
    assert answer.facets.kinds == {"post": 30, "page": 3}
    assert answer.facets.years == {2025: 33}
    assert answer.facets.authors == {1: 5}
    assert answer.facets.is_partial
    assert not desk.find("arbre", kind="page").facets.is_partial


def test_what_is_put_again_is_replaced(desk: Desk) -> None:
    desk.hold(post(1, "chêne"), post(2, "chêne"))

    assert desk.engine.put([post(1, "hêtre", place="space:2"), post(3, "x"), post(3, "hêtre")]) >= 2

    assert desk.engine.size() == 3
    assert desk.keys("chêne") == {2}
    assert desk.keys("hêtre") == {1, 3}
    assert desk.keys("hêtre", {"space:1"}) == {3}


def test_what_is_dropped_is_gone(desk: Desk) -> None:
    desk.hold(post(1, "chêne"), post(2, "chêne"), post(1, "chêne", thing=Thing("page", 1)))

    assert desk.engine.drop({Thing("post", 1), Thing("post", 99)}) == 1
    assert desk.engine.drop(()) == 0

    assert desk.engine.size() == 2
    assert desk.find("chêne").facets.kinds == {"post": 1, "page": 1}
    assert desk.engine.is_sound()


def test_a_new_index_holds_nothing_of_the_old(desk: Desk) -> None:
    desk.hold(post(1, "chêne"))
    assert desk.engine.rebuild(iter([post(2, "hêtre"), post(2, "orme")])) == 1

    assert desk.find("chêne") == Found()
    assert desk.find("hêtre") == Found()
    assert desk.keys("orme") == {2}


def test_a_rebuild_that_fails_changes_nothing(desk: Desk) -> None:
    desk.hold(post(1, "chêne"))

    def broken() -> Any:
        yield post(2, "hêtre")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        desk.engine.rebuild(broken())

    assert desk.keys("chêne") == {1}
    assert desk.keys("hêtre") == set()
    desk.engine.put([post(3, "hêtre")])
    assert desk.keys("hêtre") == {3}


def test_odd_documents_are_held(desk: Desk) -> None:
    odd = "\0 \ud800 \U0001f333 ½ ﷺ İstanbul 東京 e\u0301 " + "x" * 5000
    desk.hold(post(1, odd, odd, tags=("a\nb \U0001f333",)), replace(post(2, "orme"), title=""))

    assert desk.keys("istanbul") == {1}
    assert desk.keys("東京") == {1}
    assert desk.engine.is_sound()
