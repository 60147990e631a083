"""Excerpts read like the first words of the text."""

import pytest

from forums.spaces.markup import excerpt


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Title\n\nSome **bold** and *fine* words.", "Title Some bold and fine words."),
        ("- one\n- two\n  1. three", "one two three"),
        (
            "See [the note](https://example.org/a_b) and ![a graph](https://example.org/g.png).",
            "See the note and a graph.",
        ),
        ("[![graph](https://example.org/g.png)](https://example.org)", "graph"),
        ("> you wrote this\n\nI answer that.", "I answer that."),
        ("> only\n> quoted", "only quoted"),
        ("```r\nx <- my_mean(a, na.rm = TRUE)\n```", "x <- my_mean(a, na.rm = TRUE)"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b | | 1 | 2 |"),
        ("snake_case_name, 2 * 3 * 4, a > b, C#", "snake_case_name, 2 * 3 * 4, a > b, C#"),
        (
            "R&amp;D \\*really\\* <https://example.org> <ada@example.org>",
            "R&D *really* https://example.org ada@example.org",
        ),
        ("«\u00a0Où\u00a0?\u00a0» — l’été…", "« Où ? » — l’été…"),
        ("https://example.org/_a_/b", "https://example.org/_a_/b"),
        ("---\n\n***\n\nafter", "after"),
        ("", ""),
        (" \n\n", ""),
    ],
)
def test_excerpt_shows_words_without_marks(text: str, words: str) -> None:
    assert excerpt(text) == words


def test_excerpt_ends_between_words() -> None:
    assert excerpt("one two three four", 12) == "one two…"
    assert excerpt("one two three four", 14) == "one two three…"
    assert excerpt("abcdefghijklmnop", 10) == "abcdefghi…"


def test_excerpt_of_exact_length_is_whole() -> None:
    assert excerpt("one two", 7) == "one two"


def test_excerpt_says_that_more_follows() -> None:
    assert excerpt("# Title\n\n" + "> quoted words\n" * 200, 60).endswith("…")
