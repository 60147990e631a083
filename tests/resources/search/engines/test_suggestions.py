"""Did you mean: only what this reader can find, written as they can read it."""

from typing import Any

import pytest

from resources.search.engine import Thing
from tests.resources.search.engines.conftest import Desk, post


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("evaluatoin", "évaluation"),
        ("évalation", "évaluation"),
        ("l'evaluatoin", "l'évaluation"),
        ("L’ÉVALUATOIN", "l'évaluation"),
        ("facilitatirces", "facilitatrices"),
        ("evaluatoin facilitatirces", "évaluation facilitatrices"),
        ("facilitatrice evaluatoin", "facilitatrice évaluation"),
        ("de l'evaluatoin", "de l'évaluation"),
        ("codévelopement", "co-développement"),
        ("aviz", "avis"),
        ("xyz", ""),
        ("wxyzwxyz évaluation", ""),
    ],
)
def test_typing_errors_are_corrected(desk: Desk, asked: str, meant: str) -> None:
    desk.hold(post(1, "L'évaluation, un avis"), post(2, "Nos facilitatrices de co-développement"))

    found = desk.find(asked)

    assert (found.hits, found.suggestion) == ((), meant)


@pytest.mark.parametrize(
    "narrowed",
    [
        {"places": {"space:2"}},
        {"hidden": {Thing("post", 1)}},
        {"kind": "page"},
        {"author_id": 5},
        {"language": "en"},
    ],
)
def test_a_word_that_is_not_the_readers_is_never_revealed(
    desk: Desk, narrowed: dict[str, Any]
) -> None:
    desk.hold(post(1, "baobab"), post(2, "chêne", place="space:2"))

    assert desk.find("boabab").suggestion == "baobab"
    assert desk.find("boabab", **narrowed).suggestion == ""


def test_nor_is_a_form_of_a_word_that_stands_elsewhere(desk: Desk) -> None:
    desk.hold(post(1, "animatrices", place="space:9"), post(2, "animations"))

    assert desk.find("animatricse").suggestion == ""
    assert desk.find("animatricse", {"space:9"}).suggestion == "animatrices"


def test_what_was_dropped_is_not_suggested(desk: Desk) -> None:
    desk.hold(post(1, "baobab"), post(2, "chêne"))
    desk.engine.drop({Thing("post", 1)})

    assert desk.find("boabab").suggestion == ""


def test_what_is_found_needs_no_suggestion(desk: Desk) -> None:
    desk.hold(post(1, "baobab boabab"))

    assert desk.find("boabab").suggestion == ""
