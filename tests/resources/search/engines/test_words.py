"""What is written one way is found when asked for in another."""

import pytest

from tests.resources.search.engines.conftest import Desk, post


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("L'évaluation des pratiques", "evaluation"),
        ("L’évaluation des pratiques", "évaluations"),
        ("une evaluation", "l’évaluation"),
        ("jusqu'aux activités", "activite"),
        ("les facilitatrices", "facilitateur"),
        ("un facilitateur", "facilitatrices"),
        ("nos chercheuses", "chercheur"),
        ("la directrice", "directeurs"),
        ("des conseillères", "conseiller"),
        ("une vie heureuse", "heureux"),
        ("les enjeux", "enjeu"),
        ("les réseaux régionaux", "réseau régional"),
        ("aujourd’hui", "aujourd'hui"),
        ("qu'apprendre d'un pair", "apprendre pairs"),
        ("une œuvre", "oeuvres"),
        ("e\u0301valuation", "évaluation"),
        ("le co-développement", "codéveloppement"),
        ("le co-développement", "co-développement"),
        ("le co-développement", "co développement"),
        ("le co\u2011développement", "co-developpement"),
        ("le codéveloppement", "co-développement"),
        ("le codéveloppement", "co développement"),
        ("le co développement", "co-développement"),
        ("l'auto-évaluation", "autoévaluation"),
        ("Été 2025 : l'ESS", "2025"),
        ("Ce que dit snake_case", "snake"),
    ],
)
def test_french_is_found(desk: Desk, written: str, asked: str) -> None:
    desk.hold(post(1, written), post(2, "Autre chose"))

    assert desk.keys(asked) == {1}


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Communities of practice", "community practices"),
        ("The peers' learning", "peer learning"),
        ("the community's charter", "community"),
        ("peer-learning", "peerlearning"),
        ("We were facilitating it", "facilitate"),
        ("Tools for change", "tool for changes"),
    ],
)
def test_english_is_found(desk: Desk, written: str, asked: str) -> None:
    desk.hold(post(1, written, language="en"), post(2, "Something else", language="en"))

    assert desk.keys(asked) == {1}


def test_the_language_of_the_question_does_not_matter(desk: Desk) -> None:
    desk.hold(
        post(1, "évaluations"),
        post(2, "evaluating", language="en"),
        post(3, "Évaluation", language=""),
    )

    assert desk.keys("evaluation") == {1, 2, 3}


def test_every_word_is_required(desk: Desk) -> None:
    desk.hold(post(1, "bouleau", "Chêne"), post(2, "chêne"), post(3, "bouleau"))

    assert desk.keys("chêne bouleau") == {1}


def test_small_words_are_not(desk: Desk) -> None:
    desk.hold(post(1, "La communauté apprend"))

    assert desk.keys("que la communauté") == {1}
    assert desk.keys("the communauté") == {1}
    assert desk.keys("de la") == set()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ('"communauté de pratique"', {1, 4}),
        ('"communautés de pratiques"', {1, 4}),
        ("« communauté de pratique »", {1, 4}),
        ("“communauté de pratique” village", {4}),
        ("communauté pratique", {1, 2, 3, 4}),
        ('"communauté de pratique', {1, 2, 3, 4}),
        ('"pratique communauté"', {2}),  # small words between do not part them
        ('"village communautés"', set()),
        ('"co-développement professionnel"', {5}),
        ('"développement professionnel"', {5}),
    ],
)
def test_a_phrase_stands_together(desk: Desk, asked: str, found: set[int]) -> None:
    desk.hold(
        post(1, "Une communauté de pratique"),
        post(2, "La pratique d'une communauté"),
        post(3, "en pratique", "Notre communauté"),
        post(4, "Au village", "Communautés de pratique"),
        post(5, "Le co-développement professionnel"),
        post(6, "Le professionnel du développement"),
    )

    assert desk.keys(asked) == found


def test_a_title_weighs_more(desk: Desk) -> None:
    desk.hold(
        post(1, "Le mentorat se raconte ici", "Une histoire"),
        post(2, "Une histoire se raconte ici", "Le mentorat"),
        post(3, "Une histoire se raconte ici", "Une histoire"),
    )

    hits = desk.find("mentorat").hits

    assert [hit.thing.key for hit in hits] == [2, 1]
    assert hits[0].score > hits[1].score
