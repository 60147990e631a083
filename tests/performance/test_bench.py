"""The benchmark itself: its worlds have the size they claim, and a small run prints every table."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.performance.bench import outline
from tests.performance.bench.report import COUNTERPART
from tests.performance.bench.scale import LARGE, SCALES, SMALL, Scale
from tests.performance.bench.words import texts

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_outline_has_every_topic_and_post_once(scale: Scale) -> None:
    topics = list(outline.topics(scale))
    assert len(topics) == scale.topics
    assert sum(topic.posts for topic in topics) == scale.posts
    assert topics[0].posts == scale.long_topic
    following = [topic.first_post + topic.posts for topic in topics[:-1]]
    assert [topic.first_post for topic in topics[1:]] == following


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_outline_fills_the_visited_page_in_every_world(scale: Scale) -> None:
    filled = Counter(topic.space for topic in outline.topics(scale))
    assert filled[0] == scale.busy_space
    assert max(filled) == scale.spaces - 1


def test_worlds_are_those_of_the_figures() -> None:
    assert (LARGE.people, LARGE.communities, LARGE.spaces) == (5_000, 100, 500)
    assert (LARGE.topics, LARGE.posts, LARGE.long_topic) == (20_000, 300_000, 2_000)
    assert (SMALL.posts, SMALL.long_topic) == (3_000, 2_000)


def test_texts_are_the_same_every_time() -> None:
    assert texts() == texts()
    assert len(set(texts())) > 900


@pytest.mark.slow
def test_small_run_prints_every_page_of_both_sides(tmp_path: Path) -> None:
    small = [
        "--only",
        "pages",
        "--scale",
        "tiny",
        "--growth",
        "none",
        "--rounds",
        "1",
        "--block",
        "1",
    ]
    run = subprocess.run(
        [
            *(sys.executable, "-m", "tests.performance.bench", *small),
            *("--seconds", "0.2", "--directory", str(tmp_path)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    for page in ("home", "community", "space", "topic, first page", "topic, last page", "reply"):
        assert f"{page} ÷ stock {page}" in run.stdout
    assert f"home ÷ stock {COUNTERPART['home']}" in run.stdout
