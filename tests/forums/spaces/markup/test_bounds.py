"""The bounds stop what is hostile and leave alone what people really write."""

import pytest

from forums.spaces.markup import render
from tests.forums.spaces.markup.allowlist import text_of, violations


def test_large_honest_post_is_rendered_in_full() -> None:
    part = "- **point** with [a link](https://example.org/a) and `code[1]`\n\n> a quote\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    html = render(part * 250)
    assert html.count("<strong>") == html.count("<td>1</td>") == html.count("<blockquote>") == 250
    assert html.count('<a href="https://example.org/a"') == 250


def test_long_list_of_addresses_is_linked_in_full() -> None:
    assert render("- https://example.org/page/42\n" * 900).count("<a href=") == 900


def test_output_of_a_matrix_is_shown_in_full() -> None:
    html = render("    " + "    ".join(f"[{n},] {n / 7:.4f} {n / 3:.4f}\n" for n in range(1000)))
    assert html.startswith("<pre><code>[0,]")
    assert "[999,]" in html


def test_table_beyond_the_bound_keeps_its_words() -> None:
    html = render("a|" * 200 + "\n" + "-|" * 200 + "\n" + "word\n" * 500)
    assert "<table" not in html
    assert html.count("word") == 500


def test_tables_share_one_bound() -> None:
    small = "a|b\n-|-\n1|2\n\n"
    large = "|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "|b\n" * 5 + "\n"
    assert render(small * 450).count("<table tabindex") == 450
    assert 0 < render(large * 40).count("<table tabindex") < 20


def test_brackets_beyond_the_bound_keep_their_words() -> None:
    html = render("word **a [*b* " * 2000 + "end")
    assert text_of(html).count("word") == 2000
    assert text_of(html).strip().endswith("end")


def test_address_used_too_often_keeps_its_words() -> None:
    html = render("[word]: https://example.org/" + "a" * 5000 + "\n\n" + "[word] " * 3000)
    assert text_of(html).count("word") == 3000
    assert violations(html) == []


@pytest.mark.parametrize("length", [1900, 3000])
def test_very_long_address_is_linked_whole_or_not_at_all(length: int) -> None:
    address = "https://example.org/" + "a" * length
    assert (f'href="{address}"' in render(address)) is ("<a" in render(address)) is (length < 2000)
    assert address in text_of(render(address))
