"""What people write in a forum looks as they expect."""

import pytest
from django.utils import translation

from forums.spaces.markup import render
from tests.forums.spaces.markup.allowlist import text_of

REL = 'rel="nofollow noopener ugc"'


def test_paragraphs_keep_their_line_breaks() -> None:
    assert render("one\ntwo\n\nthree") == "<p>one<br>\ntwo</p>\n<p>three</p>\n"


def test_emphasis_and_strikes_are_shown() -> None:
    assert render("*a* **b** ~~c~~") == "<p><em>a</em> <strong>b</strong> <s>c</s></p>\n"


@pytest.mark.parametrize(
    "name", ["my_long_variable", "na.rm", "2 * 3 * 4", "C#", "a_b_c_", "5 - 3"]
)
def test_signs_inside_words_are_left_alone(name: str) -> None:
    assert render(name) == f"<p>{name}</p>\n"


def test_lists_are_lists() -> None:
    assert render("- a\n- b\n  - c") == (
        "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"
    )
    assert render("3. a\n4. b") == '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'


def test_table_is_a_table_without_styles() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert "<th>b</th>" in html
    assert "<td>2</td>" in html
    assert "style" not in html


def test_a_wide_table_is_reached_by_keyboard() -> None:
    """It scrolls by itself, so that the page does not."""
    assert '<table tabindex="0">' in render("| a | b |\n|---|---|\n| 1 | 2 |")


def test_code_keeps_angles_and_ampersands() -> None:
    html = render("```r\nif (a < 1 && b > 2) x <- y[[1]]\n```")
    assert html == (
        '<pre><code class="language-r">if (a &lt; 1 &amp;&amp; b &gt; 2) x &lt;- y[[1]]\n</code></pre>\n'
    )
    assert render("`a < b`") == "<p><code>a &lt; b</code></p>\n"


@pytest.mark.parametrize("info", ["{r, echo=FALSE}", "r onclick=x", "", '"x"', "x" * 99])
def test_code_has_no_class_but_a_language(info: str) -> None:
    html = render(f"```{info}\nx\n```")
    assert html.startswith(("<pre><code>x", '<pre><code class="language-r">x'))


def test_headings_begin_below_those_of_the_page() -> None:
    assert render("# a") == "<h3>a</h3>\n"
    assert render("Title\n=====") == "<h3>Title</h3>\n"


def test_headings_never_skip_a_step() -> None:
    html = render("### a\n###### b\n# c\n## d\n### e\n#### f\n##### g")
    assert [html[i + 2] for i in range(len(html)) if html.startswith("<h", i)] == list("3434566")


def test_short_quotation_stays_open() -> None:
    assert render("> a\n> b\n\nc") == "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>\n<p>c</p>\n"


@pytest.mark.parametrize(
    "quote", ["> one *two*\n> three\n> four\n> five\n> six", "> " + "many words " * 50]
)
def test_long_quotation_is_folded_once(quote: str) -> None:
    html = render(f"{quote}\n> > older\n\nmy answer")
    assert html.count('<details class="quote">') == 1
    assert html.count("<blockquote>") == 2
    assert html.endswith("</blockquote>\n</details>\n<p>my answer</p>\n")


def test_folded_quotation_is_known_by_its_first_words() -> None:
    html = render("> *Good* morning & all\n> 2\n> 3\n> 4\n> 5")
    assert "<summary>«&nbsp;Good morning &amp; all 2 3 4 5…&nbsp;»</summary>" in html


def test_folded_quotation_of_code_is_known_by_its_code() -> None:
    html = render("> ```\n> mean(x)\n> 2\n> 3\n> 4\n> ```")
    assert "<summary>«&nbsp;mean(x) 2 3 4…&nbsp;»</summary>" in html


def test_deep_quotation_loses_no_words() -> None:
    assert "bottom" in text_of(render(">" * 60 + " bottom\n\nend"))
    assert "leaf" in text_of(
        render("".join("  " * n + "- branch\n" for n in range(40)) + "  " * 40 + "- leaf")
    )


@pytest.mark.parametrize(
    ("written", "address", "after"),
    [
        ("see https://example.org/a.", "https://example.org/a", "."),
        ("see (https://example.org/a),", "https://example.org/a", "),"),
        ("see https://example.org/Set_(word).", "https://example.org/Set_(word)", "."),
        ("see https://example.org/a?b=1&c=2!", "https://example.org/a?b=1&amp;c=2", "!"),
        ("voir «\u00a0https://example.org/a\u00a0»", "https://example.org/a", "\u00a0»"),
        ("voir https://example.org/a\u202f; puis", "https://example.org/a", "\u202f; puis"),
        ("see https://example.org/_a_/b_c_d", "https://example.org/_a_/b_c_d", ""),
        ("see https://example.org/~a/#b", "https://example.org/~a/#b", ""),
        ("see HTTPS://example.org", "HTTPS://example.org", ""),
    ],
)
def test_bare_address_is_linked_without_what_follows(
    written: str, address: str, after: str
) -> None:
    html = render(written).replace("&nbsp;", "\u00a0")
    assert f'<a href="{address}" {REL}>{address}</a>{after}' in html


def test_address_in_emphasis_is_linked() -> None:
    assert f'<strong><a href="https://example.org/" {REL}>' in render("**https://example.org/**")


def test_address_with_accents_reads_as_written() -> None:
    html = render("https://fr.example.org/Été")
    assert (
        f'<a href="https://fr.example.org/%C3%89t%C3%A9" {REL}>https://fr.example.org/Été</a>'
        in html
    )


@pytest.mark.parametrize(
    "written", ["ada@example.org", "<ada@example.org>", "mailto:ada@example.org"]
)
def test_mail_address_is_linked(written: str) -> None:
    assert 'href="mailto:ada@example.org"' in render(f"Write to {written}, please.")


@pytest.mark.parametrize(
    "written", ["@ada", "data.table", "read.me", "ftp://example.org/a", "//example.org", "a@b"]
)
def test_what_is_no_address_is_not_linked(written: str) -> None:
    assert "<a" not in render(written)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:x",
        "//example.org",
        "ftp://example.org",
        "page.html",
    ],
)
def test_link_that_is_refused_stays_as_written(target: str) -> None:
    assert text_of(render(f"[words]({target})")).strip() == f"[words]({target})"


@pytest.mark.parametrize(
    "target", ["/", "/communities/", "#p123", "https://example.org/", "mailto:a@example.org"]
)
def test_link_that_may_stand_is_a_link(target: str) -> None:
    assert render(f"[words]({target})") == f'<p><a href="{target}" {REL}>words</a></p>\n'


def test_picture_becomes_a_link_and_loads_nothing() -> None:
    assert render("![A *fine* graph](https://example.org/g.png)") == (
        f'<p><a href="https://example.org/g.png" {REL}>A fine graph</a></p>\n'
    )
    assert f'<a href="https://example.org/g.png" {REL}>https://example.org/g.png</a>' in render(
        "![](https://example.org/g.png)"
    )


def test_picture_inside_a_link_gives_one_link() -> None:
    html = render("[![graph](https://example.org/g.png)](https://example.org/)")
    assert html == f'<p><a href="https://example.org/" {REL}>graph</a></p>\n'


def test_french_typography_is_kept() -> None:
    words = '«\u00a0Où\u00a0?\u00a0» — l’été… d\'où 50\u202f%\u202f; "ça" va\u202f!'
    assert text_of(render(words)) == f"{words}\n"


def test_letters_of_names_are_not_entities() -> None:
    assert render("R&D, AT&T, &copy; &nbsp;x") == "<p>R&amp;D, AT&amp;T, © &nbsp;x</p>\n"


def test_unprintable_signs_are_replaced() -> None:
    assert render("a\x00b\x1bc\ud800d") == "<p>a�b�c�d</p>\n"


def test_text_too_costly_is_shown_as_written() -> None:
    html = render("<b>*a*\n" * 3000)
    assert html.startswith("<p>&lt;b&gt;*a*<br>&lt;b&gt;*a*<br>")


def test_empty_text_is_empty() -> None:
    assert render("") == ""
    assert render(" \n\n ") == ""


def test_result_does_not_depend_on_the_language() -> None:
    text = "> a\n> b\n> c\n> d\n> e\n\n# Title\n\n![p](/x)"
    with translation.override("fr"):
        french = render(text)
    with translation.override("en"):
        assert render(text) == french
