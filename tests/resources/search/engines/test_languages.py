"""A document whose language is only guessed is read in the one its words tell."""

from tests.resources.search.engines.conftest import Desk, post


def test_words_tell_the_language_where_it_is_only_guessed(desk: Desk) -> None:
    english = "We are the first of them to say what this is for"
    desk.hold(
        post(1, f"{english}: learning", is_guessed=True),
        post(2, f"{english}: learning"),
        post(3, "learning", is_guessed=True),
        post(4, "Nous sommes les premiers à dire ce que cela vaut, learning", is_guessed=True),
    )

    assert desk.keys("learning", language="en") == {1}
    assert desk.keys("learning", language="fr") == {2, 3, 4}
