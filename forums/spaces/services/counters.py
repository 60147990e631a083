"""Finding the last post of a topic and of a space anew, in SQL."""

from django.db.models import OuterRef, Subquery

from forums.spaces.models import Forum, Post, Topic


def refresh_last_post(*, topic: Topic) -> None:
    """Set the last post of a topic, then of its space, from what is there."""
    posts = Post.objects.filter(
        topic=OuterRef("pk"), approved=True, detail__deleted_at__isnull=True
    ).order_by("-detail__position")
    Topic.objects.filter(pk=topic.pk).update(
        last_post=Subquery(posts.values("pk")[:1]),
        last_post_on=Subquery(posts.values("created")[:1]),
    )
    refresh_space(forum_id=topic.forum_id)


def refresh_space(*, forum_id: int) -> None:
    """Set the last post of a space from its topics."""
    topics = Topic.objects.filter(
        forum=OuterRef("pk"), approved=True, last_post_on__isnull=False
    ).order_by("-last_post_on", "-pk")
    Forum.objects.filter(pk=forum_id).update(
        last_post=Subquery(topics.values("last_post")[:1]),
        last_post_on=Subquery(topics.values("last_post_on")[:1]),
    )
