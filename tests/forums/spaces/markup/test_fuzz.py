"""Whatever is written, the renderer answers with allowed HTML, the same each time."""

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given, settings
from hypothesis import strategies as st

from forums.spaces.markup import clean, excerpt, render
from tests.forums.spaces.markup.allowlist import violations

SIGNS = """* ** _ ~~ ` ``` [ ] ( ) ]( ![ < > <a href= javascript: data: https://a.b/ mailto:x@y.fr " ' & &#x6A;
&colon; \\ # | |-| - 1. <script> </script> <svg> <img onerror=x> <!-- --> <![CDATA[ ]]> é 👩 \u200b \u202e \x00 : / //"""
SPACES = ["\n", "\n\n", "> ", "    ", "\t", " ", "[r]: ", "\n- ", "\n|", "\r\n", "a|b\n-|-\n"]
PIECES = st.sampled_from([*SIGNS.split(), *SPACES])
MARKED = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(MARKED)
def test_any_text_becomes_allowed_html(text: str) -> None:
    html = render(text)
    assert isinstance(html, str)
    assert violations(html) == []
    assert render(text) == html


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
def test_any_characters_become_allowed_html(text: str) -> None:
    assert violations(render(text)) == []


@settings(max_examples=200, deadline=None)
@given(MARKED)
def test_cleaned_html_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert violations(once) == []
    assert clean(once) == once


@settings(max_examples=300, deadline=None)
@given(MARKED, st.integers(min_value=1, max_value=300))
def test_any_excerpt_keeps_its_length(text: str, length: int) -> None:
    words = excerpt(text, length)
    assert len(words) <= length
    assert "\n" not in words


def test_render_serves_several_threads_at_once() -> None:
    texts = [f"**{n}** https://example.org/{n} [r]\n\n[r]: /{n}\n\n> {n}\n" * 20 for n in range(40)]
    alone = [render(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(render, texts)) == alone
