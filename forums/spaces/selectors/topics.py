"""Finding topics, posts and files one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from communities.access import require, visible
from communities.circles.models import Membership
from communities.people.models import OrganisationMember, User
from communities.policy import Action, Standing
from forums.spaces.models import (
    Attachment,
    Post,
    PostDetail,
    PostRevision,
    ReadMark,
    Space,
    Topic,
    TopicEvent,
)

SPACE = "forum__space__"  # from a topic to the row with its audiences


def visible_topics(standing: Standing) -> QuerySet[Topic]:
    """Return every topic this person may read."""
    return visible(standing, Topic.objects.filter(approved=True), SPACE)


def visible_posts(standing: Standing) -> QuerySet[Post]:
    """Return every post this person may read; deleted ones are nobody's."""
    rows = Post.objects.filter(approved=True, topic__approved=True, detail__deleted_at__isnull=True)
    return visible(standing, rows, f"topic__{SPACE}")


def access_topic(standing: Standing, pk: int, action: Action = Action.READ) -> Topic:
    """Fetch a topic with its space and community; 404 unreadable, 403 refused."""
    rows = Topic.objects.select_related("forum__space__community", "detail")
    topic = rows.filter(pk=pk).first()
    if topic is None:
        raise Http404
    require(standing, action, topic.forum.space)
    if not topic.approved and not _may_see_hidden(standing, topic.forum.space):
        raise Http404
    return topic


def _may_see_hidden(standing: Standing, space: Space) -> bool:
    """A topic without any post left stays reachable for those who may give it back."""
    return standing.is_signed_in and standing.nearness(space.community_id) >= space.write_audience


def access_post(standing: Standing, pk: int, action: Action = Action.READ) -> Post:
    """Fetch a post with its topic, space and community; 404 unreadable, 403 refused."""
    rows = Post.objects.select_related(
        "topic__forum__space__community", "topic__detail", "detail", "poster"
    )
    post = rows.filter(pk=pk, approved=True).first()
    if post is None:
        raise Http404
    require(standing, action, post.topic.forum.space)
    return post


def access_own_post(standing: Standing, pk: int, person: User) -> Post:
    """Fetch a post one may change: one's own, or any for the core group."""
    post = access_post(standing, pk)
    if post.poster_id != person.pk:
        require(standing, Action.CARE, post.topic.forum.space)
    return post


def access_attachment(standing: Standing, key: str, person_id: int | None) -> Attachment:
    """Fetch a file of a readable post, or of one's own draft; 404 otherwise."""
    rows = Attachment.objects.select_related(
        "post__topic__forum__space__community", "post__detail", "draft"
    )
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    if found.post is None:
        if found.owner_id != person_id or person_id is None:
            raise Http404
        return found
    require(standing, Action.READ, found.post.topic.forum.space)
    if found.post.detail.deleted_at is not None and found.owner_id != person_id:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class PageOfPosts:
    """One page of a topic: a range of positions, however deep it lies."""

    number: int
    pages: int
    posts: Sequence[PostDetail]
    numbers: Sequence[int]  # 0 stands for a gap

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def previous_page_number(self) -> int:
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        return self.number + 1


def page_count(topic: Topic) -> int:
    """Return how many pages a topic has."""
    return max(1, -(-topic.detail.last_position // settings.POSTS_PER_PAGE))


def page_of(position: int) -> int:
    """Return the page on which a position stands."""
    return max(1, -(-position // settings.POSTS_PER_PAGE))


def posts_for_page(topic: Topic, number: int) -> PageOfPosts:
    """Fetch one page of posts with their authors' circle and organisation: two queries."""
    last = number * settings.POSTS_PER_PAGE
    first = last - settings.POSTS_PER_PAGE + 1
    circle = Membership.objects.filter(
        community=topic.forum.space.community_id, person=OuterRef("post__poster")
    )
    organisation = OrganisationMember.objects.filter(person=OuterRef("post__poster"))
    rows = PostDetail.objects.filter(topic=topic, position__range=(first, last))
    rows = (
        rows.select_related("post__poster")
        .annotate(
            circle=Subquery(circle.values("circle")[:1]),
            organisation=Subquery(organisation.order_by("pk").values("organisation__name")[:1]),
        )
        .order_by("position")
    )
    # No more can be there; the limit tells PostgreSQL to walk the index of positions.
    posts: list[PostDetail] = list(rows[: settings.POSTS_PER_PAGE])
    _attach_files(posts)
    pages = page_count(topic)
    return PageOfPosts(number, pages, posts, page_numbers(number, pages))


def _attach_files(posts: list[PostDetail]) -> None:
    by_post: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(post__in=[detail.pk for detail in posts]):
        by_post.setdefault(file.post_id or 0, []).append(file)
    for detail in posts:
        detail.files = by_post.get(detail.pk, [])  # type: ignore[attr-defined]  # for the template


def files_of_post(post: Post) -> QuerySet[Attachment]:
    """Return the files of a post, in the order in which they came."""
    return Attachment.objects.filter(post=post)


def page_numbers(number: int, pages: int) -> list[int]:
    """List the page numbers worth offering: the ends, the neighbours, and 0 for each gap."""
    wanted = sorted(
        {1, 2, pages - 1, pages, *range(number - 2, number + 3)} & set(range(1, pages + 1))
    )
    offered: list[int] = []
    for page in wanted:
        if offered and page > offered[-1] + 1:
            offered.append(0)
        offered.append(page)
    return offered


def read_position(topic: Topic, person_id: int) -> int:
    """Return up to which post a person has read a topic; 0 for not at all."""
    mark = ReadMark.objects.filter(person=person_id, topic=topic).values_list("position")
    found = mark.first()
    return 0 if found is None else int(found[0])


def events_of(topic: Topic) -> QuerySet[TopicEvent]:
    """Return what the core group did with a topic, newest first."""
    return topic.events.select_related("done_by", "from_space__forum")


def revisions_of(post: Post) -> QuerySet[PostRevision]:
    """Return the earlier versions of a post, newest first."""
    return post.revisions.select_related("edited_by")


def posts_of_person_since(person: User, since: datetime) -> QuerySet[Post]:
    """Return what a person posted since a moment; for rate limits."""
    return Post.objects.filter(Q(poster=person), created__gte=since)
