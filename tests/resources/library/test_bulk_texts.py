"""What is made of a text: paragraphs, a title, a summary; and what a sheet may look like."""

import pytest

from resources.library.bulk.drafting import (
    LONGEST_BODY,
    LONGEST_SUMMARY,
    body_of,
    summary_of,
    title_from_name,
    title_of,
)
from resources.library.bulk.paragraphs import paragraphs
from resources.library.bulk.sheets import Flaw, NotASheetError, Row, matched, read_sheet

CUT = (
    "Les compteurs se lisent une fois par mois, le même jour, par\n"
    "la même personne, qui connaît les lieux et les gens. Elle écrit\n"
    "les chiffres dans un cahier.\n"
)


def test_lines_that_were_cut_become_one_paragraph() -> None:
    assert paragraphs(CUT) == [CUT.strip().replace("\n", " ")]


def test_lines_of_a_document_stay_paragraphs() -> None:
    long = "Each paragraph of a document stands on a line of its own, however long it may be. " * 2

    assert paragraphs(f"Title\n{long}\n{long}") == ["Title", long.strip(), long.strip()]


@pytest.mark.parametrize("mark", ["•", "–", "-", "*", "✓", "- ✓", "●"])
def test_points_become_points(mark: str) -> None:
    assert paragraphs(f"List\n  {mark} one\n  {mark} two") == ["List", "- one", "- two"]


def test_bold_words_are_no_points_and_letters_set_apart_are_words() -> None:
    assert paragraphs("**Bold** words\n\nR É S U M É  S U C C I N C T") == [
        "**Bold** words",
        "Résumé succinct",
    ]


def test_navigation_is_no_text() -> None:
    assert paragraphs("Skip to main content\n\nAller au contenu principal\n\nText") == ["Text"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Reading meters\n\nSome text.", "Reading meters"),
        ("Tool\n\nMeters\n\nMeters here, meters there; meters everywhere.", "Meters"),
        ("Dakar\n\n12 May\n\nNothing comes back.", "Dakar"),
        ("**Bold**:\n\nText.", "Bold"),
        ("12\n\n--\n\nMeters", "Meters"),
        ("A sentence is no title.", ""),
        ("a" * 121, ""),
        ("", ""),
    ],
)
def test_title_is_the_first_line_that_names_the_text(text: str, title: str) -> None:
    assert title_of(paragraphs(text), "en") == title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("guide_du-tri.PDF", "Guide du tri"),
        ("a/b/été.txt", "Été"),
        ("...", "..."),
    ],
)
def test_title_from_a_name(name: str, title: str) -> None:
    assert title_from_name(name) == title


def test_summary_is_made_of_whole_sentences() -> None:
    sentence = "This is a sentence of some eighty characters, so that it counts as one of prose. "
    summary = summary_of(["Title", sentence * 9], "Title")

    assert summary == (sentence * 3).strip()


def test_summary_is_never_too_long() -> None:
    endless = "word " * 300 + "."

    assert len(summary_of([endless], "")) <= LONGEST_SUMMARY
    assert summary_of([endless], "").endswith("word…")
    assert summary_of(["Title", "- one", "- two"], "Title") == "one two"
    assert summary_of([], "") == ""


def test_body_keeps_what_is_no_markdown_as_it_was() -> None:
    found = ["Title", "# no heading", "> no quotation", "- one", "- two", "last"]

    assert body_of(found, "Title") == ("\\# no heading\n\n\\> no quotation\n\n- one\n- two\n\nlast")
    assert body_of(["a" * (LONGEST_BODY + 1)], "") == ""


def test_sheet_is_read_with_gaps_tabs_and_columns_that_nobody_knows() -> None:
    content = "\n\nTitle\tFile\tPages\tKind\n Two  words \ta.txt\t3\tCAS\n\t\t\t\n\tb.txt\n"

    assert read_sheet(content.encode()) == [
        Row(2, "a.txt", "Two words", kind="case"),
        Row(4, "b.txt"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", NotASheetError.Reason.NO_FILE_COLUMN),
        (b"\0\0", NotASheetError.Reason.NO_FILE_COLUMN),
        (b"file\n" + b"a" * 200_000, NotASheetError.Reason.UNREADABLE),
        (b"file\n" + b"a\n" * 5001, NotASheetError.Reason.TOO_LONG),
        (b"file\n" + b"a" * 2**20, NotASheetError.Reason.TOO_LONG),
    ],
)
def test_a_strange_sheet_is_refused(content: bytes, reason: NotASheetError.Reason) -> None:
    with pytest.raises(NotASheetError) as refusal:
        read_sheet(content)

    assert refusal.value.reason == reason


def test_rows_find_their_files_whatever_the_system_wrote() -> None:
    names = ["docs/e\u0301te\u0301.txt", "docs/a/same.txt", "docs/b/same.txt"]
    rows = [
        Row(2, "ÉTÉ.txt"),
        Row(3, "a\\same.txt"),
        Row(4, "same.txt"),
        Row(5, "./docs/été.txt"),
    ]

    found, odd = matched(rows, names)

    assert {name: row.line for name, row in found.items()} == {names[0]: 2, names[1]: 3}
    assert [(row.line, row.flaw) for row in odd] == [(4, Flaw.ABSENT), (5, Flaw.TWICE)]
