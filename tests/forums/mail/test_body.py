"""What a message says, as Markdown that shows the same words."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from forums.mail.parsing.markdown import MARKDOWN_LIMIT, write_body
from forums.mail.parsing.prose import write_prose

RENDERER = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(
    ["linkify", "table", "strikethrough"]
)


def shown(markdown: str) -> str:
    """The words a reader sees."""
    html = re.sub(r"<br />|</(?:p|li|h\d|pre|td|blockquote)>", " ", RENDERER.render(markdown))
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.parametrize(
    "line",
    [
        "# of days is three",
        "x <- a*b*c and my_var, _so_ it is",
        "* a star",
        "1986. A great year",
        "- alone",
        "+ 3 dB",
        ">= 5 cows",
        "a `tick and ``two",
        "[text](http://x.example) and [ref]: y",
        "[ref]: http://x.example",
        "![image](x.png)",
        "C:\\dir\\*.txt and \\# and a \\",
        "&amp; &copy; &#35; AT&T",
        "~~~ not code",
        "~~struck~~",
        "| a | b |",
        "<b>bold</b> <script>alert(1)</script> <!-- no -->",
        "<javascript:alert(1)>",
        "see http://x.example/a_b_c?d=*e*&copy=1.",
        "(http://x.example/_private_/) and <http://x.example/a*b>.",
        "***",
        "2 * 3 * 4 = 24",
        "::: warning",
        "Total: $5, 100% sure @ana",
    ],
)
def test_prose_shows_the_words_that_were_written(line: str) -> None:
    assert shown(write_prose([line])) == re.sub(r"<(http[^>]+)>", r"\1", line)


@given(st.text(alphabet="ab1 *_`[]()<>#+-.!\\&~|:=\"'/;\t", max_size=60))
def test_prose_shows_any_words_that_were_written(line: str) -> None:
    written = write_prose([line])
    if "---" not in written:  # a line drawn across stays a line
        assert shown(written) == " ".join(line.split())


def test_prose_flows_lines_that_a_program_broke_and_keeps_others() -> None:
    lines = [
        "Our pump gave up after two dry seasons and we are looking for a",
        "better one. Which one do you use, and what does it cost where you",
        "live?",
        "",
        "Awa Diop",
        "Cooperative of the north",
    ]
    assert write_prose(lines) == (
        "Our pump gave up after two dry seasons and we are looking for a better one. Which one do"
        " you use, and what does it cost where you live?\n\nAwa Diop\\\nCooperative of the north"
    )


def test_prose_keeps_lists_whose_numbers_markdown_counts_alike() -> None:
    assert write_prose(["Bring:", " * rope", " * a bucket", "   with a lid"]) == (
        "Bring:\n\n- rope\n- a bucket\\\n  with a lid"
    )
    assert write_prose(["1) dig", "2) fill"]) == "1. dig\n2. fill"
    assert shown(write_prose(["3. third", "7. seventh"])) == "3. third 7. seventh"


@pytest.mark.parametrize(
    "code",
    [
        "x <- c(1, 2)\nmean(x)",
        "for (i in 1:3) {\n  print(i)\n}",
        "> pi * 2\n[1] 6.283185",
        "             Df Sum Sq Mean Sq F value\ngroup         2   3.77   1.883   4.846\nResiduals    27  10.49   0.389",
        "library(lattice)\n\n# draw it\nxyplot(y ~ x, data = d)",
        "SELECT = function(a_b, *c)\n```{r}\nplot(1)",
    ],
)
def test_code_is_fenced_as_it_stands(code: str) -> None:
    body = write_body(f"Try this one, please:\n\n{code}\n\nDoes that help you at all?")
    assert f"\n{code}\n" in body.markdown
    html = RENDERER.render(body.markdown)
    assert html.count("<pre>") == 1
    assert shown(body.markdown).endswith("Does that help you at all?")


def test_code_longer_than_its_fence_cannot_escape() -> None:
    body = write_body('x <- "`````"\n```\ny <- 2')
    assert RENDERER.render(body.markdown).count("<pre>") == 1


def test_quotation_is_kept_apart_with_the_line_that_names_its_author() -> None:
    body = write_body(
        "I agree.\n\nOn Mon, 3 Mar 2008 at 9:00,\nAwa <awa@coop.example> wrote:\n\n"
        "> What about\n>> the well?\n> Awa\n\nRegards"
    )
    assert body.markdown == (
        "I agree.\n\n> On Mon, 3 Mar 2008 at 9:00,\\\n> Awa <awa@coop.example> wrote:\n>\n"
        "> What about\n>\n> > the well?\n>\n> Awa\n\nRegards"
    )


@pytest.mark.parametrize(
    "attribution",
    [
        "Le 3 mars 2008 à 09:00, Awa Diop a écrit :",
        "Am 03.03.2008 schrieb Awa:",
        "El lun., 3 mar. 2008 a las 9:00, Awa (<awa@coop.example>) escribió:",
        "2008-03-03 9:00 GMT+01:00 Awa Diop <awa@coop.example>:",
        "Awa Diop wrote:",
        "Quoting Awa <awa@coop.example>:",
    ],
)
def test_quotation_takes_attributions_in_many_languages(attribution: str) -> None:
    markdown = write_body(f"Yes.\n\n{attribution}\n> The well?").markdown
    assert markdown.startswith("Yes.\n\n> ")
    assert markdown.endswith("\n>\n> The well?")


@pytest.mark.parametrize(
    "separator",
    [
        "-----Original Message-----\nFrom: Awa\nSent: Monday\nSubject: Well",
        "-----Message d'origine-----\nDe : Awa\nEnvoyé : lundi\nObjet : Puits",
        "________________________________\nFrom: Awa\nSent: Monday\nTo: All\nSubject: Well",
    ],
)
def test_quotation_without_marks_goes_on_to_the_end(separator: str) -> None:
    markdown = write_body(f"Yes.\n\n{separator}\n\nThe well?\n\nAwa").markdown
    assert "\n>\n> The well?\n>\n> Awa" in markdown
    assert markdown.startswith("Yes.\n\n")


def test_forward_without_own_words_stays_what_the_author_sends() -> None:
    text = "---- Original Message ----\nFrom: Awa\nDate: Monday\nSubject: Well\n\nThe well is dry."
    assert "> " not in write_body(text).markdown


@pytest.mark.parametrize(
    "footer",
    [
        (
            "_______________________________________________\nMutual mailing list\nMutual@coop.example\n"
            "https://lists.coop.example/mailman/listinfo/mutual"
        ),
        "\t[[alternative HTML version deleted]]",
        "-----BEGIN PGP SIGNATURE-----\nabcdef\n-----END PGP SIGNATURE-----",
        "-- \nYou received this message because you are subscribed to the Google Groups group.",
    ],
)
def test_footers_are_left_out_at_any_depth(footer: str) -> None:
    quoted = "\n".join(f"> {line}" for line in ["The well?", *footer.split("\n")])
    assert write_body(f"Yes.\n\n{footer}").markdown == "Yes."
    assert write_body(f"Yes.\n\n{quoted}\n\n{footer}").markdown == "Yes.\n\n> The well?"


def test_signature_is_kept_apart() -> None:
    body = write_body("Yes.\n-- \nAwa Diop\nTel. 12 34")
    assert (body.markdown, body.signature) == ("Yes.", "Awa Diop\nTel. 12 34")


def test_talk_below_two_dashes_is_no_signature() -> None:
    talk = "\n".join(f"Point {number} is about something else." for number in range(20))
    assert "Point 19" in write_body(f"Yes.\n--\n{talk}").markdown


def test_message_that_is_only_a_signature_keeps_it() -> None:
    assert "Awa" in write_body("-- \nAwa").markdown


def test_body_too_long_loses_quotations_before_own_words() -> None:
    quoted = "> a quoted line that goes on and on\n" * 2000
    body = write_body(f"My own words.\n\n{quoted}\nMy last words.")
    assert body.is_shortened
    assert len(body.markdown) < 1000
    assert body.markdown.endswith("\n>\n> […]\n\nMy last words.")


def test_body_never_exceeds_the_longest_post() -> None:
    body = write_body("word " * 60_000)
    assert body.is_shortened
    assert len(body.markdown) <= MARKDOWN_LIMIT
