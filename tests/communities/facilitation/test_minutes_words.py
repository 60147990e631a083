"""People's words in minutes: as they were said, and never more than words."""

import re
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from communities.facilitation.markdown import inside, line, plain, title_and_sections
from communities.facilitation.naming import names_in
from forums.spaces.markup import render

NASTY = st.text(alphabet=list("#>-+*=_|:`~[]()<&!\\. 1a\n\té"), max_size=60)


@given(NASTY)
@example("# Learning")
@example("text\n---")
@example("a | b\n--|--\nc | d")
@example("```\nfor ever")
@example("[a\nb]: /elsewhere")
@example("1. one\n\n- two\n\n> three")
@example("- - -")
@example("    four spaces")
def test_words_of_a_contribution_stay_in_their_item(words: str) -> None:
    text = f"# Step\n\n- **Awa:** {inside(words, '  ')}\n- **Awa:** {inside(words, '  ')}\n\n# Next"

    html = render(text)

    assert re.findall(r"<(h\d|ul|ol|hr|blockquote|pre|table|details)\b", html) == ["h3", "ul", "h3"]
    assert html.count("<li>") == 2


@given(NASTY)
@example("2 * 3 * 4, *five* and _six_, &amp; `seven`")
@example("__init__ a__b__c _x_ *** ___")
@example("[a]: b")
@example("\\\\ \\")
def test_words_are_read_as_they_were_said(words: str) -> None:
    html = render(inside(words))

    read = unescape(re.sub(r"<[^>]+>", "", html)).replace("\xa0", " ")
    assert read.split() == words.split()


@given(NASTY)
@example("# Title")
def test_words_outside_of_a_list_stay_paragraphs(words: str) -> None:
    html = render(f"# Step\n\n{inside(words)}\n\n# Next")

    assert set(re.findall(r"<(\w+)", html)) <= {"h3", "p", "br", "a"}
    assert html.count("<h3>") == 2


@given(st.text(alphabet=list("#>-+*=_|:`~[]()<&!\\. 1aé"), min_size=1, max_size=40))
@example("Awa *the* [bold](/x)")
def test_a_line_is_read_as_it_was_written(words: str) -> None:
    written = " ".join(words.split())

    assert plain(line(words)) == written
    assert render(f"x {line(words)}").count("<") in {
        2,
        4,
    }  # a paragraph, and an address at the most


def test_a_text_is_parted_at_its_headings() -> None:
    title, sections = title_and_sections(
        "# A \\# title\n\nBefore\n\n## One\n\n- a\n### b\n## Two\n"
    )

    assert title == "A # title"
    assert [(one.heading, one.text) for one in sections] == [
        ("", "Before"),
        ("One", "- a\n### b"),
        ("Two", ""),
    ]
    assert title_and_sections("Only words")[0] == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Awareness of water", []),
        ("then awa said", ["Awa"]),
        ("**Awa:** yes", ["Awa"]),
        ("asked Jean-Luc to come", ["Jean-Luc"]),
        ("Jean-Luc\nDiop", ["Jean-Luc Diop"]),
        ("diop is also a river", []),
        ("the Diop family", ["Diop"]),
        ("Aïcha", ["Aïcha"]),
        ("Ai\u0308cha", ["Aïcha"]),
        ("Snake\\_Case", ["Snake_Case"]),
    ],
)
def test_names_are_found_in_any_spelling(text: str, found: list[str]) -> None:
    assert names_in(text, ["Awa", "Jean-Luc Diop", "Aïcha", "Snake_Case", ""]) == found
