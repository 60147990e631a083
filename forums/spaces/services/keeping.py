"""Words that were said elsewhere, kept as a topic with their authors and times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from communities.people.models import User
from forums.spaces.markup import render
from forums.spaces.models import Forum, Post, PostDetail, Space, Topic, TopicDetail
from forums.spaces.services.counters import refresh_last_post
from forums.spaces.services.touching import touch_topics


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, and when; ``message_id`` when it came by mail."""

    author: User
    body: str
    at: datetime
    message_id: str | None = None


@transaction.atomic
def keep_talk(*, space: Space, title: str, words: Sequence[Words]) -> Topic:
    """Begin a topic with a post for each of the words, in their order."""
    topic = begin_topic(space=space, title=title, first=words[0])
    append_words(topic=topic, words=words)
    Forum.objects.filter(pk=space.pk).update(
        direct_posts_count=F("direct_posts_count") + len(words),
        direct_topics_count=F("direct_topics_count") + 1,
    )
    refresh_last_post(topic=topic)
    return topic


def begin_topic(*, space: Space, title: str, first: Words) -> Topic:
    """Make an empty topic, begun by the first author at that time."""
    topic = Topic.objects.create(
        forum_id=space.pk,
        poster=first.author,
        subject=title,
        slug=slugify(title, allow_unicode=True)[:255] or "topic",
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_UNLOCKED,
    )
    Topic.objects.filter(pk=topic.pk).update(created=first.at)
    topic.detail = TopicDetail.objects.create(topic=topic)
    return topic


def append_words(*, topic: Topic, words: Sequence[Words]) -> None:
    """Add a post for each of the words; the caller counts them in the space."""
    posts = []
    for one in words:
        post = Post(topic=topic, poster=one.author, subject=topic.subject)
        post.content = one.body
        post._content_rendered = render(one.body)  # noqa: SLF001 -- machina's column; bulk saves skip its signal
        posts.append(post)
    Post.objects.bulk_create(posts)
    for post, one in zip(posts, words, strict=True):
        post.created = post.updated = one.at
    Post.objects.bulk_update(posts, ["created", "updated"])
    start = topic.detail.last_position + 1
    PostDetail.objects.bulk_create(
        PostDetail(post=post, topic=topic, position=position, message_id=one.message_id)
        for position, (post, one) in enumerate(zip(posts, words, strict=True), start)
    )
    TopicDetail.objects.filter(pk=topic.pk).update(last_position=start + len(posts) - 1)
    changes = {"posts_count": F("posts_count") + len(posts)}
    if start == 1:
        changes["first_post"] = posts[0]
    Topic.objects.filter(pk=topic.pk).update(**changes)
    touch_topics(Topic.objects.filter(pk=topic.pk))
