"""Whatever is typed: an answer or a clear word, and soon."""

import time

import pytest

from resources.search.engine import Found, QuestionError
from tests.resources.search.engines.conftest import Desk, post

HARMLESS = [
    "*",
    "arbre*",
    "*?*?*?*?",
    "a* OR b* NEAR c*",
    '"',
    '""""""',
    '"arbre',
    "AND OR NOT",
    "title:arbre",
    "arbre AND (",
    "^arbre~2 [a TO z]",
    "{arbre} : - + /x/",
    "-arbre",
    "\0arbre\0",
    "\ud800",
    "\U0001f333 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "' OR 1=1; DROP TABLE terms; --",
    "%_\\",
    "  \t\n ",
    "",
    "a" * 200,
    "-" * 200,
    "'" * 200,
    "a-" * 100,
    "a'" * 100,
    "l'" * 100,
    '"a b c d e f g h"',
    "e\u0301" * 100,
]


@pytest.mark.parametrize("asked", HARMLESS)
def test_odd_questions_are_plain_text(desk: Desk, asked: str) -> None:
    desk.hold(*(post(n, "Un arbre et un chêne dans la forêt") for n in range(50)))

    start = time.process_time()
    found = desk.find(asked)

    assert time.process_time() - start < 0.25
    assert isinstance(found, Found)
    if (
        "arbre" in asked
        and "OR" not in asked
        and "AND" not in asked
        and asked != "{arbre} : - + /x/"
    ):
        expected = 0 if "~2" in asked or "title" in asked else 10
        assert len(found.hits) == expected


@pytest.mark.parametrize("asked", ["arbre " * 5000, "x" * 30_000, '"' * 30_000, "*" * 30_000])
def test_long_questions_are_refused(desk: Desk, asked: str) -> None:
    start = time.process_time()
    with pytest.raises(QuestionError, match="at most 200 characters"):
        desk.find(asked)
    assert time.process_time() - start < 0.25


def test_many_words_are_refused(desk: Desk) -> None:
    with pytest.raises(QuestionError, match="at most 12"):
        desk.find(" ".join(f"m{number}" for number in range(40)))
