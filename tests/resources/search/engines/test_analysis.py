"""Languages are told apart, and passages show why something was found."""

import random
import time

import pytest

from resources.search import analysis

FRENCH = "Nous avons travaillé avec les facilitatrices sur la charte de notre communauté."
ENGLISH = "We have been working with the facilitators on the charter of our community."


@pytest.mark.parametrize(
    ("text", "language"),
    [(FRENCH, "fr"), (ENGLISH, "en"), ("Bonjour", "en"), ("", "en"), ("C'est l'été", "fr")],
)
def test_language_is_told_by_small_words(text: str, language: str) -> None:
    assert analysis.language_of(text, "en") == language


def test_a_hit_is_marked_as_it_is_written() -> None:
    pieces = analysis.highlight(FRENCH, "facilitateur communautés")

    assert pieces == [
        ("Nous avons travaillé avec les ", False),
        ("facilitatrices", True),
        (" sur la charte de notre ", False),
        ("communauté", True),
        (".", False),
    ]


def test_markup_stays_text() -> None:
    pieces = analysis.highlight("<b>Charte</b> & <script>", "charte")

    assert "".join(text for text, _hit in pieces) == "<b>Charte</b> & <script>"
    assert [text for text, hit in pieces if hit] == ["Charte"]


def test_the_passage_is_where_most_of_the_question_is() -> None:
    far = "Un autre mot. " * 60
    text = f"La charte. {far}La charte de la communauté et son évaluation. {far}Une évaluation."

    pieces = analysis.highlight(text, "charte communauté evaluation")

    assert [piece for piece, hit in pieces if hit] == ["charte", "communauté", "évaluation"]
    assert pieces[0] == pieces[-1] == ("…", False)
    assert 150 <= sum(len(piece) for piece, _hit in pieces) <= 210
    assert pieces[1][0].split()[0] in {"Un", "autre", "mot."}


def test_without_a_hit_the_beginning_is_shown() -> None:
    pieces = analysis.highlight("mot " * 200, "charte")

    assert [hit for _piece, hit in pieces] == [False, False]
    assert pieces[0][0].startswith("mot mot")
    assert pieces[1][0] == "…"


@pytest.mark.parametrize("seed", range(20))
def test_pieces_together_are_the_passage(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    words = ["charte", "l’évaluation", "co-développement", "x" * 90, "\U0001f333", "été", "de"]
    text = " ".join(chance.choices(words, k=chance.randrange(200)))

    pieces = analysis.highlight(text, "évaluation codéveloppement charte")

    assert "".join(piece for piece, _hit in pieces).strip("…") in text
    assert all(piece for piece, _hit in pieces)


def test_long_texts_take_no_time() -> None:
    start = time.monotonic()
    analysis.highlight("charte " * 200_000, "charte évaluation")
    assert time.monotonic() - start < 1


def test_what_is_remembered_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "MOST_REMEMBERED", 100)

    analysis.terms([f"mot{number}" for number in range(1000)], "fr")

    assert len(analysis._TERMS["fr"]) <= 100
    assert analysis.terms(["évaluations"], "fr") == ["evalu"]
