"""Each engine finds what people judged to be the answers, and puts the best first."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection

from resources.search.engine import Engine
from resources.search.engines.postgres import PostgresEngine
from resources.search.engines.sqlite import SqliteEngine
from resources.search.engines.whoosh import WhooshEngine
from tests.resources.search.quality.measures import (
    CLASSES,
    Answer,
    ask,
    corpus,
    figures,
    of_class,
    queries,
)

LEAST_RECALL, LEAST_NDCG = 0.9, 0.8
LEAST_RECALL_OF_CLASS = 0.8
LEAST_OF_CLASS = 8  # queries


@pytest.fixture(params=["sqlite", "whoosh", "postgres"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """Return each engine that can run here, with nothing in it."""
    if request.param == "sqlite":
        return SqliteEngine(tmp_path / "engine")
    if request.param == "whoosh":
        return WhooshEngine(tmp_path / "engine")
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL as the database of the tests")
    request.getfixturevalue("db")
    return PostgresEngine()


def test_answers_agree_with_the_judgements(engine: Engine) -> None:
    documents = corpus()
    engine.rebuild(documents.values())

    answers = ask(engine, documents)

    assert not short(answers), report(answers)
    assert not [str(one) for one in of_class(answers, "phrase") if one.strays]


def short(answers: Sequence[Answer]) -> list[str]:
    """Return where the figures stay below what is promised."""
    whole = figures(answers)
    found = [] if whole.recall >= LEAST_RECALL and whole.ndcg >= LEAST_NDCG else ["overall"]
    recalls = {name: figures(of_class(answers, name)).recall for name in sorted(CLASSES)}
    return found + [name for name, recall in recalls.items() if recall < LEAST_RECALL_OF_CLASS]


def report(answers: Sequence[Answer]) -> str:
    """Return the figures of every class, with the queries that were not answered in full."""
    lines = [f"short: {', '.join(short(answers))}", f"overall: {figures(answers)}"]
    for name in sorted(CLASSES):
        chosen = of_class(answers, name)
        lines.append(f"{name}: {figures(chosen)} in {len(chosen)}")
        lines += [f"    {one}" for one in chosen if one.recall < 1 or one.ndcg < LEAST_NDCG]
    return "\n".join(lines)


def test_the_queries_are_fit_to_judge_by() -> None:
    asked = queries()
    known = corpus().keys()

    assert Counter(query.language for query in asked) == {"fr": 60, "en": 60}
    assert len({query.words for query in asked}) == len(asked)
    counts = Counter(name for query in asked for name in query.tests)
    assert counts.keys() == CLASSES
    assert min(counts.values()) >= LEAST_OF_CLASS
    for query in asked:
        assert query.judged.keys() <= known
        assert query.relevant
