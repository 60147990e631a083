"""Starting a topic and replying to one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.people.models import User
from forums.spaces.models import (
    Attachment,
    Draft,
    Forum,
    Post,
    PostDetail,
    Space,
    Topic,
    TopicDetail,
)
from forums.spaces.refusals import Refused, TooFast
from forums.spaces.services.holding import hold_topic
from forums.spaces.services.reading import mark_read
from forums.spaces.services.touching import touch_post

SAME_TEXT_WITHIN = timedelta(minutes=5)
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Written:
    """The post that stands for what was sent; ``is_new`` is false for a repeated sending."""

    post: Post
    is_new: bool


def start_topic(
    *,
    space: Space,
    author: User,
    title: str,
    body: str,
    client_key: str = "",
    files: Sequence[Attachment] = (),
) -> Written:
    """Begin a topic with its first post; sending the same ``client_key`` again changes nothing.

    Raises ``Refused`` when the space no longer takes topics, ``TooFast`` under the rate limit.
    """
    sending = _Sending(body, _key(author, client_key), files, title)
    return _once(sending, lambda: _start(space, author, sending))


def reply_to_topic(
    *,
    topic: Topic,
    author: User,
    body: str,
    client_key: str = "",
    files: Sequence[Attachment] = (),
) -> Written:
    """Add a post at the end of a topic; sending the same ``client_key`` again changes nothing.

    Raises ``Refused`` when the topic was locked, moved out of reach or closed meanwhile,
    ``TooFast`` under the rate limit.
    """
    sending = _Sending(body, _key(author, client_key), files)
    return _once(sending, lambda: _reply(topic, author, sending))


@dataclass(frozen=True, slots=True)
class _Sending:
    body: str
    key: str | None
    files: Sequence[Attachment]
    title: str = ""


def _key(author: User, client_key: str) -> str | None:
    return f"{author.pk}:{client_key}" if client_key else None


def _once(sending: _Sending, write: Callable[[], Written]) -> Written:
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        # The same key was stored a moment ago, from another tab or an impatient second click.
        rows = PostDetail.objects.select_related("post__topic")
        earlier = rows.filter(client_key=sending.key).first() if sending.key else None
        if earlier is None:
            raise
        return Written(earlier.post, is_new=False)


def _start(space: Space, author: User, sending: _Sending) -> Written:
    space = Space.objects.select_related("community", "forum").get(pk=space.pk)
    _require_open(space)
    earlier = _just_said(author, sending.body, settings.SECONDS_BETWEEN_TOPICS, topic=None)
    if earlier is not None and earlier.topic.subject == sending.title:
        return Written(earlier, is_new=False)
    topic = Topic(
        forum_id=space.pk,
        poster=author,
        subject=sending.title,
        type=Topic.TOPIC_POST,
        status=Topic.TOPIC_UNLOCKED,
    )
    topic.save()
    topic.detail = TopicDetail.objects.create(topic=topic)
    Forum.objects.filter(pk=space.pk).update(direct_topics_count=F("direct_topics_count") + 1)
    post = _append(topic, author, sending)
    Topic.objects.filter(pk=topic.pk).update(first_post=post)
    Draft.objects.filter(author=author, space=space, topic__isnull=True).delete()
    return Written(post, is_new=True)


def _reply(topic: Topic, author: User, sending: _Sending) -> Written:
    topic = hold_topic(topic.pk)
    _require_open(topic.forum.space)
    if topic.is_locked:
        raise Refused(_("This topic was locked meanwhile. Your text is kept below and as a draft."))
    earlier = _just_said(author, sending.body, settings.SECONDS_BETWEEN_REPLIES, topic=topic)
    if earlier is not None:
        return Written(earlier, is_new=False)
    post = _append(topic, author, sending)
    draft = Draft.objects.filter(author=author, topic=topic).first()
    if draft is not None:
        draft.delete()
    return Written(post, is_new=True)


def _require_open(space: Space) -> None:
    if not space.scope.is_open:
        raise Refused(_("This place became read only meanwhile. Your text is kept below."))


def _just_said(author: User, body: str, wait: int, topic: Topic | None) -> Post | None:
    """Find the same words said a moment ago; refuse other words that come too fast."""
    last = (
        Post.objects.filter(poster=author)
        .select_related("topic")
        .order_by("-created", "-pk")
        .first()
    )
    if last is None:
        return None
    age = timezone.now() - last.created
    same_place = topic is None or last.topic_id == topic.pk
    if same_place and age < SAME_TEXT_WITHIN and last.content.raw == clean_text(body):
        return last
    if age < timedelta(seconds=wait):
        raise TooFast(
            _("You wrote a moment ago. Wait %(seconds)d seconds and send again; your text is kept.")
            % {"seconds": wait}
        )
    return None


def clean_text(body: str) -> str:
    """Drop control characters, which no database and no reader wants."""
    return CONTROL_CHARACTERS.sub("", body.replace("\r\n", "\n")).strip()


def _append(topic: Topic, author: User, sending: _Sending) -> Post:
    """Store a post at the next position, add to the counters in SQL, keep the author's place."""
    position = topic.detail.last_position + 1
    post = Post(topic=topic, poster=author, subject=topic.subject, content=clean_text(sending.body))
    post.save()
    post.detail = PostDetail.objects.create(
        post=post, topic=topic, position=position, client_key=sending.key
    )
    TopicDetail.objects.filter(pk=topic.pk).update(last_position=position)
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=F("posts_count") + 1, last_post=post, last_post_on=post.created
    )
    Forum.objects.filter(pk=topic.forum_id).update(
        direct_posts_count=F("direct_posts_count") + 1,
        last_post=post,
        last_post_on=post.created,
    )
    mark_read(person=author, topic=topic, position=position)
    touch_post(post, position=position)
    if sending.files:
        keys = [file.pk for file in sending.files]
        Attachment.objects.filter(pk__in=keys, owner=author).update(post=post, draft=None)
    return post
