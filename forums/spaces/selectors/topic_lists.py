"""Lists of topics: of a space, of a community, of everything new to a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from communities.access import visible
from communities.people.models import User
from communities.policy import Standing
from forums.spaces.models import Draft, Post, ReadMark, Space, SpaceReadMark, Topic
from forums.spaces.selectors.topics import page_numbers

NOT_READ_TO_THE_END = Q(read_to__isnull=True) | Q(read_to__lt=F("detail__last_position"))
FILTERS = ("all", "unread", "mine", "unanswered")


@dataclass(frozen=True, slots=True)
class PageOfTopics:
    """One page of a list of topics; ``pages`` is exact for the whole space only."""

    number: int
    has_next: bool
    topics: Sequence[dict[str, Any]]
    numbers: Sequence[int]

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def topics_for_page(space: Space, person: User | None, kind: str, number: int) -> PageOfTopics:
    """Fetch one page of a space's topics as plain rows, in one query; the last for one beyond."""
    rows = Topic.objects.filter(forum=space.pk, approved=True)
    rows = _narrow(rows, person, kind)
    size = settings.TOPICS_PER_PAGE
    pages = max(1, -(-space.forum.direct_topics_count // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    ordered = with_unread(rows, person).order_by("-type", "-last_post_on", "-pk")
    found = list(_as_rows(ordered)[start : start + size + 1])
    return PageOfTopics(
        number=number,
        has_next=len(found) > size,
        topics=found[:size],
        numbers=page_numbers(number, pages) if kind == "all" else [number],
    )


def _narrow(rows: QuerySet[Topic], person: User | None, kind: str) -> QuerySet[Topic]:
    if kind == "unanswered":
        return rows.filter(posts_count__lte=1)
    if person is None:
        return rows
    if kind == "mine":
        mine = Post.objects.filter(topic=OuterRef("pk"), poster=person, approved=True)
        return rows.filter(Exists(mine))
    if kind == "unread":
        return with_unread(rows, person).filter(unread_filter(person))
    return rows


def with_unread(rows: QuerySet[Topic], person: User | None) -> QuerySet[Topic]:
    """Annotate ``read_to``: the position up to which the person has read, or null."""
    if person is None:
        return rows
    mark = ReadMark.objects.filter(topic=OuterRef("pk"), person=person)
    return rows.annotate(read_to=Subquery(mark.values("position")[:1]))


def unread_filter(person: User) -> Q:
    """Say when a topic holds something new: needs ``read_to``.

    What was said before the account existed, or before a space was called read, is not new.
    """
    read_until = SpaceReadMark.objects.filter(space=OuterRef("forum_id"), person=person)
    since = Greatest(
        Coalesce(Subquery(read_until.values("read_until")[:1]), person.date_joined),
        person.date_joined,
    )
    return Q(last_post_on__gt=since) & NOT_READ_TO_THE_END


def _as_rows(rows: QuerySet[Topic]) -> QuerySet[Topic, dict[str, Any]]:
    names = ["read_to"] if "read_to" in rows.query.annotations else []
    return rows.values(
        "pk",
        "slug",
        "subject",
        "type",
        "status",
        "posts_count",
        "last_post_on",
        *names,
        position=F("detail__last_position"),
        has_poll=F("detail__has_poll"),
        last_by=F("last_post__poster__display_name"),
        last_by_closed=F("last_post__poster__closed_at"),
    )


def mark_unread(rows: Sequence[dict[str, Any]], person: User | None, space: Space) -> None:
    """Set ``unread`` (how many posts are new) and ``draft`` on rows of one space: two queries."""
    if person is None:
        return
    mark = SpaceReadMark.objects.filter(space=space, person=person).values_list("read_until")
    since = max([person.date_joined, *(row[0] for row in mark)])
    drafts = set(
        Draft.objects.filter(author=person, space=space, topic__isnull=False).values_list(
            "topic", flat=True
        )
    )
    for row in rows:
        row["draft"] = row["pk"] in drafts
        is_new = row["last_post_on"] is not None and row["last_post_on"] > since
        row["unread"] = max(0, row["position"] - (row["read_to"] or 0)) if is_new else 0


def latest_topics(
    standing: Standing, community_id: int | None = None, limit: int = 8
) -> list[dict[str, Any]]:
    """Fetch the newest topics this person may read, of one community or of all."""
    spaces = visible(standing, Space.objects.all())
    if community_id is not None:
        spaces = spaces.filter(community=community_id)
    # The newest topics stand in the spaces that were written in last.
    newest = spaces.order_by(F("forum__last_post_on").desc(nulls_last=True))
    keys = list(newest.values_list("pk", flat=True)[:limit])
    rows = Topic.objects.filter(forum__in=keys, approved=True).order_by("-last_post_on")
    return list(
        _as_rows(rows).annotate(
            community_name=F("forum__space__community__name"),
            space_name=F("forum__name"),
            protected=F("forum__space__read_audience"),
        )[:limit]
    )


def unread_topics(standing: Standing, person: User, limit: int = 60) -> list[dict[str, Any]]:
    """Fetch the newest topics with something new in the person's communities, newest first.

    Only the spaces that were written in since the person was there are looked into, and what the
    page shows is joined to the ``limit`` rows alone: so it costs nearly the same with 3,000 posts
    and with 300,000.
    """
    places = _places_with_news(standing, person)
    if not places:
        return []
    unread = with_unread(Topic.objects.filter(_newer(places), approved=True), person)
    newest = unread.filter(NOT_READ_TO_THE_END).order_by("-last_post_on").values("pk")[:limit]
    rows = with_unread(Topic.objects.filter(pk__in=newest), person).order_by("-last_post_on")
    return [row | places[row["space"]] for row in _as_rows(rows).annotate(space=F("forum_id"))]


def _places_with_news(standing: Standing, person: User) -> dict[int, dict[str, Any]]:
    """Find the spaces whose last post is newer than what the person called read."""
    own = Space.objects.filter(community__in=list(standing.communities))
    read_until = SpaceReadMark.objects.filter(space=OuterRef("pk"), person=person)
    marked = Coalesce(Subquery(read_until.values("read_until")[:1]), person.date_joined)
    rows = visible(standing, own).annotate(since=Greatest(marked, person.date_joined))
    found: dict[int, dict[str, Any]] = {
        row[0]: {"since": row[1], "community": row[2], "space_name": row[3]}
        | {"community_name": row[4], "community_slug": row[5]}
        for row in rows.filter(forum__last_post_on__gt=F("since")).values_list(
            "pk", "since", "community", "forum__name", "community__name", "community__slug"
        )
    }
    return found


def _newer(places: dict[int, dict[str, Any]]) -> Q:
    """Say which topics of these spaces were written in since the person was there."""
    together: dict[datetime, list[int]] = {}
    for key, place in places.items():
        together.setdefault(place["since"], []).append(key)
    pairs = (Q(forum__in=keys, last_post_on__gt=since) for since, keys in together.items())
    return reduce(or_, pairs)
