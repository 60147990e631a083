"""The shape of the world, the same on both sides: which topic lies where, who wrote what, when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.performance.bench.scale import Scale
from tests.performance.bench.words import TEXTS

NEWEST = datetime(2026, 6, 30, 18, tzinfo=UTC)
JOINED = NEWEST - timedelta(days=1_000)  # before the first word, so that all of it may be unread
BETWEEN_TOPICS = timedelta(minutes=37)
BETWEEN_POSTS = timedelta(seconds=90)
MEMBER = 0  # the person who visits: of the inner circle in every community of MEMBER_OF
MEMBER_OF = 5
READ_EVERY = 2  # the visitor has read every second space to its end


@dataclass(frozen=True)
class TopicOutline:
    """A topic and the numbers of its posts; everything counts from 0."""

    number: int
    space: int
    first_post: int
    posts: int
    started: datetime

    def posted(self, position: int) -> datetime:
        return self.started + BETWEEN_POSTS * position

    @property
    def last_posted(self) -> datetime:
        return self.posted(self.posts - 1)


def topics(scale: Scale) -> Iterator[TopicOutline]:
    """Yield the long topic, then the others; the latest started come first."""
    first_post = 0
    others = scale.topics - 1
    rest = scale.posts - scale.long_topic
    for number in range(scale.topics):
        share = rest // others + (number <= rest % others)
        count = scale.long_topic if number == 0 else share
        started = NEWEST - BETWEEN_TOPICS * number - BETWEEN_POSTS * count
        yield TopicOutline(number, _space(number, scale), first_post, count, started)
        first_post += count


def _space(number: int, scale: Scale) -> int:
    """The first space is busy even in a small world; the rest go round."""
    if number < scale.busy_space:
        return 0
    return 1 + (number - scale.busy_space) % (scale.spaces - 1)


def author(topic: int, position: int, scale: Scale) -> int:
    """Six people talk in each topic."""
    return (topic * 7 + position % 6 * 11) % scale.people


def text_number(post: int) -> int:
    return post * 31 % TEXTS


def communities_of(person: int, scale: Scale) -> list[int]:
    """The visitor belongs to the first communities, everybody else to two."""
    if person == MEMBER:
        return list(range(min(MEMBER_OF, scale.communities)))
    second = (person + 1 + person // scale.communities) % scale.communities
    return sorted({person % scale.communities, second})
