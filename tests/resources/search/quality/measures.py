"""The judged queries, and how well an engine's answers agree with the judgements."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from statistics import mean
from typing import Any

from resources.search.engine import Document, Engine, Question, Thing

HERE = Path(__file__).parent
PLACE = "space:1"
WRITTEN_AT = datetime(2025, 6, 15, 12, tzinfo=UTC)
TOP = 10
RELEVANT = 2  # judged as helping, or better
CLASSES = frozenset(
    {
        "plain",
        "accents",
        "plural",
        "feminine",
        "elision",
        "apostrophe",
        "hyphen",
        "typing",
        "phrase",
        "several",
        "names",
        "small",
    }
)


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks, what it tests, and which documents answer how well."""

    words: str
    language: str
    tests: frozenset[str]
    judged: Mapping[str, int]

    @property
    def relevant(self) -> set[str]:
        """Return the documents that should be found."""
        return {name for name, grade in self.judged.items() if grade >= RELEVANT}


@dataclass(frozen=True, slots=True)
class Answer:
    """The best documents that an engine found for a query."""

    query: Query
    best: Sequence[str]

    @property
    def recall(self) -> float:
        """Return the share of the relevant documents that were found."""
        relevant = self.query.relevant
        return len(relevant.intersection(self.best)) / len(relevant)

    @property
    def ndcg(self) -> float:
        """Return how near the order comes to the best that there could be."""
        grades = self.query.judged
        ideal = sorted(grades.values(), reverse=True)[:TOP]
        return _gain(grades.get(name, 0) for name in self.best) / _gain(ideal)

    @property
    def strays(self) -> set[str]:
        """Return what was found though it does not even touch the question."""
        return set(self.best) - self.query.judged.keys()

    def __str__(self) -> str:
        missed = self.query.relevant.difference(self.best)
        found = ", ".join(self.best) or "nothing"
        return (
            f"{self.query.words}: recall {self.recall:.2f}, nDCG {self.ndcg:.2f};"
            f" missed {', '.join(sorted(missed)) or 'none'}; found {found}"
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """Recall and nDCG of some answers, averaged."""

    recall: float
    ndcg: float

    def __str__(self) -> str:
        return f"recall@{TOP} {self.recall:.3f}, nDCG@{TOP} {self.ndcg:.3f}"


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def figures(answers: Collection[Answer]) -> Figures:
    """Average over answers."""
    return Figures(
        mean(answer.recall for answer in answers), mean(answer.ndcg for answer in answers)
    )


def of_class(answers: Iterable[Answer], name: str) -> list[Answer]:
    """Return the answers to the queries that test something."""
    return [answer for answer in answers if name in answer.query.tests]


def queries() -> list[Query]:
    """Read the judged queries."""
    return [
        Query(one["words"], one["language"], frozenset(one["tests"]), one["judged"])
        for one in _read("queries")["query"]
    ]


def corpus() -> dict[str, Document]:
    """Read the documents, by the names that the judgements use."""
    written = [
        (name, language, facts)
        for language in ("fr", "en")
        for name, facts in _read(f"corpus_{language}").items()
    ]
    return {
        name: Document(
            Thing(facts["kind"], key),
            place=PLACE,
            language=language,
            written_at=WRITTEN_AT,
            title=facts.get("title", ""),
            text=facts["text"],
        )
        for key, (name, language, facts) in enumerate(written, 1)
    }


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def ask(engine: Engine, documents: Mapping[str, Document]) -> list[Answer]:
    """Put every query to an engine that holds the documents."""
    names = {document.thing: name for name, document in documents.items()}
    return [Answer(query, [names[thing] for thing in _best(engine, query)]) for query in queries()]


def _best(engine: Engine, query: Query) -> list[Thing]:
    """Return the best of all kinds; after a typing error, what the suggestion leads to."""
    found = engine.find(_question(query.words))
    if not found.hits and found.suggestion and "typing" in query.tests:
        found = engine.find(_question(found.suggestion))
    best = sorted(found.hits, key=lambda hit: hit.score, reverse=True)
    return [hit.thing for hit in best[:TOP]]


def _question(words: str) -> Question:
    return Question(words, frozenset({PLACE}), limit=TOP)
