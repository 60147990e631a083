"""No payload leaves anything outside the allow-list, seen by a parser of its own."""

import json
import re
from pathlib import Path

import pytest

from forums.spaces.markup import clean, excerpt, render
from tests.forums.spaces.markup.allowlist import text_of, violations

PAYLOADS = json.loads(Path(__file__).with_name("payloads.json").read_text("utf-8"))
NUMBERED = [
    pytest.param(row["text"], id=f"{number:03}-{row['kind'].replace(' ', '-')}")
    for number, row in enumerate(PAYLOADS)
]
AROUND = [
    "{}",
    "> {}",
    "- {}",
    "**{}**",
    "[{}](https://example.org)",
    "| {} | b |\n|---|---|\n| {} | d |",
]


def test_payloads_are_many_and_differ() -> None:
    assert len({row["text"] for row in PAYLOADS}) == len(PAYLOADS) >= 150
    assert len({row["kind"] for row in PAYLOADS}) >= 12


@pytest.mark.parametrize("payload", NUMBERED)
def test_payload_leaves_nothing_outside_the_allowlist(payload: str) -> None:
    for frame in AROUND:
        assert violations(render(frame.replace("{}", payload))) == []


@pytest.mark.parametrize("payload", NUMBERED)
def test_cleaning_alone_leaves_nothing_outside_the_allowlist(payload: str) -> None:
    raw = payload.encode("utf-8", "replace").decode()
    assert violations(clean(raw)) == []


@pytest.mark.parametrize(
    "payload",
    [
        row["text"]
        for row in PAYLOADS
        if row["kind"] == "raw HTML" and not re.search("://|&", row["text"])
    ],
)
def test_raw_html_is_shown_as_it_was_written(payload: str) -> None:
    assert text_of(render(payload)).strip() == payload


@pytest.mark.parametrize("payload", NUMBERED)
def test_excerpt_of_a_payload_is_short_text(payload: str) -> None:
    assert len(excerpt(payload, 80)) <= 80


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<p style=x>",
        "<p id=x>",
        '<a rel="nofollow noopener ugc" href="javascript:x">',
        '<a rel="nofollow noopener ugc" href="//evil.example">',
        '<a href="https://example.org">',
        "<img src=x>",
        "<svg></svg>",
        "<math></math>",
        "<!-- x -->",
        '<code class="language-r admin">',
        "<details class=x>",
        "<h1>x</h1>",
        "<div>x</div>",
    ],
)
def test_allowlist_notices_what_is_not_allowed(html: str) -> None:
    assert violations(html) != []


def test_links_ask_search_engines_not_to_follow() -> None:
    rendered = render("[a](https://example.org) <https://example.org> https://example.org ![b](/c)")
    assert len(re.findall('rel="nofollow noopener ugc"', rendered)) == rendered.count("<a ") == 4
