"""Telling the search what was written, changed or moved."""

from django.db.models import QuerySet

from forums.spaces.models import Post, Topic
from forums.spaces.search import SPACE, thing_of
from resources.search.registry import place_name
from resources.search.services import touch


def touch_post(post: Post, *, position: int, gone_from: int | None = None) -> None:
    """Touch one post; ``gone_from`` is the space where it may no longer be found."""
    touch([thing_of(post.pk, position)], hidden_from=_hidden_from(gone_from))


def touch_posts(posts: QuerySet[Post], *, gone_from: int | None = None) -> None:
    """Touch posts, wherever they stand in their topics."""
    rows = posts.order_by().values_list("pk", "detail__position").iterator()
    touch((thing_of(pk, position) for pk, position in rows), hidden_from=_hidden_from(gone_from))


def touch_topics(topics: QuerySet[Topic], *, gone_from: int | None = None) -> None:
    """Touch topics with all their posts."""
    touch_posts(Post.objects.filter(topic__in=topics), gone_from=gone_from)


def _hidden_from(space_pk: int | None) -> str:
    return "" if space_pk is None else place_name(SPACE, space_pk)
