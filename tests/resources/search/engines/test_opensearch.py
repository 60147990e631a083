"""What is said to an OpenSearch server, against exchanges as its documentation shows them."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from resources.search.engine import (
    Facets,
    Filters,
    Found,
    Hit,
    IndexDamagedError,
    Question,
    QuestionError,
    Thing,
)
from resources.search.engines.opensearch import OpenSearchEngine, over_http
from tests.resources.search.engines.conftest import PLACES, post

Exchange = tuple[str, str, int, dict[str, Any]]
ALIAS: Exchange = ("GET", "_alias/site", 200, {"site-old": {"aliases": {"site": {}}}})


@dataclass
class Recording:
    """Answers as a server did, and keeps what it was asked."""

    exchanges: list[Exchange]
    bodies: list[list[Any]] = field(default_factory=list)

    def __call__(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        expected, address, status, answer = self.exchanges.pop(0)
        assert (method, path.split("-", maxsplit=1)[0] if "-" not in address else path) == (
            expected,
            address,
        )
        self.bodies.append([json.loads(line) for line in body.decode().splitlines()])
        return status, answer


def engine_with(*exchanges: Exchange) -> tuple[OpenSearchEngine, Recording]:
    recording = Recording(list(exchanges))
    return OpenSearchEngine("http://search.example", "site", recording), recording


def counted(*values: tuple[Any, int]) -> dict[str, Any]:
    buckets = [{"key": value, "doc_count": count} for value, count in values]
    return {"doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": buckets}


def answered(kinds: dict[str, list[tuple[int, float]]]) -> dict[str, Any]:
    """Return an answer to a search as the server writes it."""
    best = [
        {
            "key": kind,
            "doc_count": len(hits),
            "hits": {
                "hits": {
                    "total": {"value": len(hits), "relation": "eq"},
                    "hits": [
                        {
                            "_id": f"{kind}:{key}",
                            "_score": score,
                            "_source": {"kind": kind, "key": key},
                        }
                        for key, score in hits
                    ],
                }
            },
        }
        for kind, hits in kinds.items()
    ]
    counts = [(kind, len(hits)) for kind, hits in kinds.items()]
    chosen = {
        "doc_count": 3,
        "best": {"buckets": best},
        "communities": counted((4, 2)),
        "tags": counted(("été", 1)),
        "languages": counted(("fr", 3)),
        "authors": counted((7, 3)),
        "years": counted((2025, 3)),
    }
    return {
        "took": 3,
        "hits": {"hits": []},
        "aggregations": {"kinds": counted(*counts), "chosen": chosen},
    }


def test_hits_and_facets_are_read() -> None:
    found = answered({"post": [(5, 3.5), (6, 1.5)], "page": [(1, 2.5)]})
    engine, recording = engine_with(("POST", "site/_search", 200, found))
    question = Question(
        "l'évaluation",
        PLACES,
        Filters(kind="post", author_id=7, tag="été", since=date(2025, 1, 2)),
        frozenset({Thing("post", 9)}),
        offset=20,
    )

    assert engine.find(question) == Found(
        hits=[Hit(Thing("post", 5), 3.5), Hit(Thing("page", 1), 2.5), Hit(Thing("post", 6), 1.5)],
        facets=Facets(
            kinds={"post": 2, "page": 1},
            communities={4: 2},
            tags={"été": 1},
            languages={"fr": 3},
            authors={7: 3},
            years={2025: 3},
        ),
    )
    [[asked]] = recording.bodies
    assert asked["query"]["bool"]["filter"] == [
        {"terms": {"place": ["space:1", "space:2"]}},
        {"term": {"tags": "été"}},
        {"term": {"author": 7}},
        {
            "bool": {
                "should": [
                    {"range": {"day": {"gte": "2025-01-02"}}},
                    {"bool": {"must_not": [{"exists": {"field": "day"}}]}},
                ]
            }
        },
    ]
    assert asked["query"]["bool"]["must_not"] == [{"ids": {"values": ["post:9"]}}]
    [word] = asked["query"]["bool"]["must"]
    assert {match["multi_match"]["query"] for match in word["bool"]["should"]} == {"evalu"}
    assert asked["aggs"]["chosen"]["filter"] == {"term": {"kind": "post"}}
    best = asked["aggs"]["chosen"]["aggs"]["best"]["aggs"]["hits"]["top_hits"]
    assert (best["from"], best["size"]) == (20, 10)


@pytest.mark.parametrize(
    ("texts", "meant"), [([{"_source": {"words": "une évaluation"}}], "évaluation"), ([], "")]
)
def test_a_suggestion_is_a_word_of_the_readers(texts: list[Any], meant: str) -> None:
    near = [{"text": "evaluatoin", "options": [{"text": "évaluation", "score": 0.8, "freq": 3}]}]
    engine, recording = engine_with(
        ("POST", "site/_search", 200, answered({})),
        ("POST", "site/_search", 200, {"hits": {"hits": []}}),
        ("POST", "site/_search", 200, {"hits": {"hits": []}, "suggest": {"near": near}}),
        ("POST", "site/_search", 200, {"hits": {"hits": texts}}),
    )

    assert engine.find(Question("evaluatoin", PLACES)) == Found(suggestion=meant)
    assert recording.bodies[3][0]["query"]["bool"]["filter"][0] == {
        "terms": {"place": ["space:1", "space:2"]}
    }


def test_documents_are_put_by_their_name() -> None:
    engine, recording = engine_with(
        ALIAS, ("POST", "site/_bulk?refresh=true", 200, {"items": [{"index": {"status": 201}}]})
    )

    assert engine.put([post(5, "x"), post(5, "L'évaluation", "Un titre", tags=("été",))]) == 1

    action, document = recording.bodies[1]
    assert action == {"index": {"_id": "post:5"}}
    assert document == {
        "title": "titr",
        "body": "evalu",
        "surface": "titre évaluation",
        "words": "un titre l'évaluation",
        "kind": "post",
        "key": 5,
        "place": "space:1",
        "language": "fr",
        "day": "2025-06-15",
        "year": 2025,
        "tags": ["été"],
    }


def test_what_was_there_is_dropped() -> None:
    items = [{"delete": {"result": "deleted"}}, {"delete": {"result": "not_found", "status": 404}}]
    engine, recording = engine_with(
        ALIAS, ("POST", "site/_bulk?refresh=true", 200, {"items": items})
    )

    assert engine.drop([Thing("post", 1), Thing("post", 2)]) == 1
    assert recording.bodies[1] == [{"delete": {"_id": "post:1"}}, {"delete": {"_id": "post:2"}}]


def test_a_new_index_takes_the_place_of_the_old() -> None:
    engine, recording = engine_with(
        ("PUT", "site", 200, {"acknowledged": True}),
        ("POST", "site", 200, {"items": [{"index": {"status": 201}}]}),
        ("GET", "site", 200, {"count": 1}),
        ALIAS,
        ("POST", "_aliases", 200, {"acknowledged": True}),
    )

    assert engine.rebuild([post(1, "x")]) == 1

    added, removed = recording.bodies[4][0]["actions"]
    assert added["add"]["alias"] == "site"
    assert removed == {"remove_index": {"index": "site-old"}}


def test_a_rebuild_that_fails_is_taken_back() -> None:
    engine, recording = engine_with(
        ("PUT", "site", 200, {"acknowledged": True}),
        ("POST", "site", 503, {}),
        ("DELETE", "site", 200, {"acknowledged": True}),
    )

    with pytest.raises(IndexDamagedError):
        engine.rebuild([post(1, "x")])
    assert recording.exchanges == []


@pytest.mark.parametrize("status", [404, 429, 500, 503])
def test_errors_of_the_server_are_told(status: int) -> None:
    engine, _recording = engine_with(*[("POST", "site/_search", status, {})])

    with pytest.raises(IndexDamagedError, match=str(status)):
        engine.find(Question("arbre", PLACES))


def test_a_missing_index_is_not_made_by_the_way() -> None:
    engine, _recording = engine_with(*[("GET", "_alias/site", 404, {})] * 3)

    with pytest.raises(IndexDamagedError):
        engine.put([post(1, "x")])
    with pytest.raises(IndexDamagedError):
        engine.drop([Thing("post", 1)])
    assert not engine.is_sound()


@pytest.mark.parametrize(("colour", "sound"), [("green", True), ("yellow", True), ("red", False)])
def test_health_is_the_servers_word(colour: str, sound: bool) -> None:  # noqa: FBT001
    engine, _recording = engine_with(
        ALIAS, ("GET", "_cluster/health/site", 200, {"status": colour})
    )

    assert engine.is_sound() is sound


def test_a_server_that_is_away_is_told() -> None:
    def silent(_method: str, _path: str, _body: bytes) -> tuple[int, dict[str, Any]]:
        raise ConnectionRefusedError

    with pytest.raises(IndexDamagedError, match="does not answer"):
        OpenSearchEngine("http://search.example", "site", silent).size()


def test_long_questions_are_not_even_sent() -> None:
    engine, recording = engine_with()

    with pytest.raises(QuestionError):
        engine.find(Question("x" * 30_000, PLACES))
    assert engine.find(Question("***", PLACES)) == Found()
    assert recording.bodies == []


def test_the_address_is_one_of_the_web() -> None:
    with pytest.raises(ValueError, match="OPENSEARCH_URL"):
        over_http("file:///etc")
