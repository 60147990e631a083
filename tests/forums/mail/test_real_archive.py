"""The archive of a real community of practice, where it is at hand."""

import tracemalloc
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from communities.policy import Circle
from forums.mail.parsing import ParsedMessage, Survey, read_archive, survey_archive

ARCHIVE = Path(__file__).parents[4] / "shared" / "data" / "r-sig-teaching.mbox"

pytestmark = pytest.mark.skipif(
    not ARCHIVE.exists(),
    reason="the real archive r-sig-teaching.mbox does not lie in shared/data beside the project",
)


@pytest.fixture(scope="module")
def survey() -> Iterator[Survey]:
    with ARCHIVE.open("rb") as stream:
        yield survey_archive(stream)


def test_real_archive_gives_all_posts_and_people(survey: Survey) -> None:
    assert survey.posts == 885
    assert len(survey.people) == 256
    assert survey.skipped == ()


def test_real_archive_gives_topics(survey: Survey) -> None:
    """386 messages answer nothing in the archive; 19 of them belong to the talk of another."""
    assert 350 <= len(survey.threads) <= 390
    assert sum(len(thread.message_ids) for thread in survey.threads) == 885


def test_real_archive_proposes_few_for_the_core_group(survey: Survey) -> None:
    circles = Counter(person.circle for person in survey.people)
    assert circles[Circle.CORE] == 13
    assert 20 <= circles[Circle.INNER] <= 50


def test_real_archive_is_read_in_little_memory() -> None:
    with ARCHIVE.open("rb") as stream:
        messages = read_archive(stream)
        next(messages)
        tracemalloc.start()
        try:
            assert (
                sum(isinstance(message, ParsedMessage) for message in islice(messages, 150)) == 150
            )
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert peak < 2_000_000
