"""Counts who took part how often, and proposes a circle for each author."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from communities.policy import Circle

CORE_SHARE = 0.05  # of all authors, at most
CORE_POSTS, CORE_MONTHS = 10, 6
INNER_POSTS, INNER_MONTHS = 5, 3
INNER_RECENT_MONTHS = 2
RECENT = timedelta(days=730)  # before the last message of the archive


@dataclass(slots=True)
class Participation:
    """What one author did: figures, and the different months in which they wrote."""

    author_key: str
    name: str
    address: str
    first_at: datetime
    last_at: datetime
    posts: int = 0
    topics: int = 0
    months: set[tuple[int, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A circle for one author, with the figures that speak for it."""

    author_key: str
    name: str
    address: str
    circle: Circle
    posts: int
    topics: int
    months: int
    recent_months: int
    first_at: datetime
    last_at: datetime


class ParticipationCount:
    """Counts while messages go by; an author's latest name is the one that counts."""

    def __init__(self) -> None:
        self._authors: dict[str, Participation] = {}

    def add(self, *, author_key: str, name: str, address: str, sent_at: datetime) -> None:
        author = self._authors.get(author_key)
        if author is None:
            author = Participation(author_key, name, address, sent_at, sent_at)
            self._authors[author_key] = author
        author.posts += 1
        author.months.add((sent_at.year, sent_at.month))
        author.first_at = min(author.first_at, sent_at)
        if sent_at >= author.last_at:
            author.last_at = sent_at
            author.name = name or author.name

    def add_topic(self, author_key: str) -> None:
        """Note that this author, counted before, started a topic."""
        self._authors[author_key].topics += 1

    def authors(self) -> list[Participation]:
        return list(self._authors.values())


def propose_circles(authors: Iterable[Participation]) -> list[Proposal]:
    """Propose a circle for each author, the most present first.

    Presence is the number of different months in which somebody wrote, those of the archive's last
    two years counted twice: one long evening is not a standing. Core group: 10 posts in 6 months or
    more, and among the 5 % most present. Inner circle: 5 posts in 3 months or more, or 2 months of
    the last two years. Outer circle: everybody else.
    """
    counted = list(authors)
    if not counted:
        return []
    recent_from = max(author.last_at for author in counted) - RECENT
    ranked = sorted(
        ((author, _recent_months(author, recent_from)) for author in counted),
        key=lambda pair: (-len(pair[0].months) - pair[1], -pair[0].posts, pair[0].author_key),
    )
    places = ceil(len(ranked) * CORE_SHARE)
    return [
        _proposal(author, recent, may_be_core=rank < places)
        for rank, (author, recent) in enumerate(ranked)
    ]


def _recent_months(author: Participation, recent_from: datetime) -> int:
    return sum(month >= (recent_from.year, recent_from.month) for month in author.months)


def _proposal(author: Participation, recent_months: int, *, may_be_core: bool) -> Proposal:
    return Proposal(
        author_key=author.author_key,
        name=author.name,
        address=author.address,
        circle=_circle(author, recent_months, may_be_core=may_be_core),
        posts=author.posts,
        topics=author.topics,
        months=len(author.months),
        recent_months=recent_months,
        first_at=author.first_at,
        last_at=author.last_at,
    )


def _circle(author: Participation, recent_months: int, *, may_be_core: bool) -> Circle:
    months = len(author.months)
    if may_be_core and author.posts >= CORE_POSTS and months >= CORE_MONTHS:
        return Circle.CORE
    if author.posts >= INNER_POSTS and months >= INNER_MONTHS:
        return Circle.INNER
    return Circle.INNER if recent_months >= INNER_RECENT_MONTHS else Circle.OUTER
