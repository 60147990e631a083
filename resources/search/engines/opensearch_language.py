"""What is said to OpenSearch, and what its answers mean."""

from collections.abc import Iterable, Sequence
from typing import Any

from resources.search import analysis
from resources.search.analysis import Clause, Terms
from resources.search.engine import Document, Facets, Found, Hit, Question, Thing
from resources.search.engines.shelves import MOST_AUTHORS, MOST_TAGS, one_line
from resources.search.engines.suggestion import MOST_TRIED, memorable

MOST_VALUES = 1_000  # kinds, communities, languages or years that are counted
Json = dict[str, Any]
FIELDS = ("title^4", "body")  # a title weighs more than a text
TERMS = {"type": "text", "analyzer": "whitespace"}
KEYWORD = {"type": "keyword"}
MAPPING: Json = {
    "mappings": {
        "dynamic": "strict",
        "_meta": {"version": analysis.VERSION},
        "properties": {
            "title": TERMS,
            "body": TERMS,
            "surface": TERMS,
            "words": {"type": "text", "index": False},
            "kind": KEYWORD,
            "key": {"type": "long"},
            "place": KEYWORD,
            "language": KEYWORD,
            "day": {"type": "date"},
            "year": {"type": "integer"},
            "community": {"type": "long"},
            "author": {"type": "long"},
            "tags": KEYWORD,
        },
    }
}


def name_of(thing: Thing) -> str:
    return f"{thing.kind}:{thing.key}"


def source(document: Document) -> Json:
    """Return a document as the server keeps it; what it does not have is left out."""
    document, title, body = analysis.words_of(document)
    written = document.written_at
    held = {
        "title": " ".join(analysis.terms(title, document.language)),
        "body": " ".join(analysis.terms(body, document.language)),
        "surface": " ".join(sorted(memorable([*title, *body]))),
        "words": " ".join([*title, *body]),
        "kind": document.thing.kind,
        "key": document.thing.key,
        "place": document.place,
        "language": document.language or None,
        "day": written and written.date().isoformat(),
        "year": written and written.year,
        "community": document.community_id,
        "author": document.author_id,
        "tags": [one_line(tag) for tag in document.tags] or None,
    }
    return {name: value for name, value in held.items() if value is not None}


def search(question: Question, clauses: Sequence[Clause]) -> Json:
    """Return the request for the best of each kind, and for all counts."""
    best = {
        "top_hits": {"from": question.offset, "size": question.limit, "_source": ["kind", "key"]}
    }
    counted = {
        "communities": _values("community", MOST_VALUES),
        "tags": _values("tags", MOST_TAGS),
        "languages": _values("language", MOST_VALUES),
        "authors": _values("author", MOST_AUTHORS),
        "years": _values("year", MOST_VALUES),
    }
    return {
        "size": 0,
        "query": _query(question, clauses),
        "aggs": {
            "kinds": _values("kind", MOST_VALUES),
            "chosen": {
                "filter": _of_kind(question),
                "aggs": {
                    **counted,
                    "best": _values("kind", MOST_VALUES) | {"aggs": {"hits": best}},
                },
            },
        },
    }


def read(answer: Json) -> Found:
    """Return what the server found."""
    counted = answer["aggregations"]
    chosen = counted["chosen"]
    hits = [
        Hit(Thing(hit["_source"]["kind"], hit["_source"]["key"]), hit["_score"])
        for kind in chosen["best"]["buckets"]
        for hit in kind["hits"]["hits"]["hits"]
    ]
    return Found(
        hits=sorted(hits, key=lambda hit: -hit.score),
        facets=Facets(
            kinds=_counts(counted["kinds"]),
            communities=_counts(chosen["communities"]),
            tags=_counts(chosen["tags"]),
            languages=_counts(chosen["languages"]),
            authors=_counts(chosen["authors"]),
            years=_counts(chosen["years"]),
        ),
    )


def texts(question: Question, clauses: Sequence[Clause], most: int) -> Json:
    """Return the request for texts that this reader can find under some words."""
    query = _query(question, clauses)
    query["bool"]["filter"].append(_of_kind(question))
    return {"size": most, "_source": ["words"], "query": query}


def near_words(word: str) -> Json:
    """Return the request for words like one with typing errors."""
    near = {
        "field": "surface",
        "suggest_mode": "always",
        "max_edits": 2,
        "prefix_length": 0,
        "min_word_length": 3,
        "size": MOST_TRIED,
    }
    return {"size": 0, "suggest": {"near": {"text": word, "term": near}}}


def _query(question: Question, clauses: Iterable[Clause]) -> Json:
    """Return what to look for, where this reader may look."""
    filters = question.filters
    exact = {
        "community": filters.community_id,
        "tags": filters.tag and one_line(filters.tag),
        "language": filters.language,
        "author": filters.author_id,
    }
    narrowed: list[object] = [{"terms": {"place": sorted(question.places)}}]
    narrowed += [{"term": {name: value}} for name, value in exact.items() if value is not None]
    if filters.since or filters.until:
        ends = {"gte": filters.since, "lte": filters.until}
        written = {"range": {"day": {end: day.isoformat() for end, day in ends.items() if day}}}
        undated = {"bool": {"must_not": [{"exists": {"field": "day"}}]}}
        narrowed.append({"bool": {"should": [written, undated]}})
    return {
        "bool": {
            "must": [_any_of(clause.alternatives) for clause in clauses],
            "filter": narrowed,
            "must_not": [{"ids": {"values": sorted(map(name_of, question.hidden))}}],
        }
    }


def _any_of(alternatives: Iterable[Terms]) -> Json:
    matches = [
        {"multi_match": {"query": " ".join(terms), "type": "phrase", "fields": FIELDS}}
        for terms in alternatives
    ]
    return {"bool": {"should": matches}}


def _of_kind(question: Question) -> Json:
    kind = question.filters.kind
    return {"match_all": {}} if kind is None else {"term": {"kind": kind}}


def _values(field: str, most: int) -> Json:
    return {"terms": {"field": field, "size": most}}


def _counts(values: Json) -> dict[Any, int]:
    return {value["key"]: value["doc_count"] for value in values["buckets"]}
