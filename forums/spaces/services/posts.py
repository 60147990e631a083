"""Editing, deleting and giving back a post."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.people.models import User
from forums.spaces.models import Forum, Post, PostDetail, PostRevision, Topic
from forums.spaces.refusals import Refused
from forums.spaces.services.counters import refresh_last_post
from forums.spaces.services.talk import clean_text
from forums.spaces.services.touching import touch_post, touch_topics

QUIET_EDIT = timedelta(minutes=5)
RESTORE_WITHIN = timedelta(days=30)


@transaction.atomic
def edit_post(*, post: Post, editor: User, body: str) -> bool:
    """Change the words of one's own post; after five minutes the earlier words stay readable."""
    post = Post.objects.select_for_update(of=("self",)).select_related("detail").get(pk=post.pk)
    before, after = post.content.raw, clean_text(body)
    if post.poster_id != editor.pk or post.detail.deleted_at is not None:
        raise Refused(_("This post cannot be edited any more; your text is kept below."))
    if before == after:
        return False
    post.content = after
    post.updated_by = editor
    post.updates_count = F("updates_count") + 1
    fields = ["content", "_content_rendered", "updated", "updated_by", "updates_count"]
    post.save(update_fields=fields)
    now = timezone.now()
    if now - post.created > QUIET_EDIT:
        PostRevision.objects.create(post=post, content=before, edited_by=editor)
        PostDetail.objects.filter(pk=post.pk).update(edited_at=now)
    touch_post(post, position=post.detail.position)
    return True


@transaction.atomic
def delete_post(*, post: Post, by: User) -> bool:
    """Take a post out of sight, keeping its place; the last one takes its topic along."""
    rows = PostDetail.objects.filter(pk=post.pk, deleted_at__isnull=True)
    if not rows.update(deleted_at=timezone.now(), deleted_by=by):
        return False
    _count(post, -1)
    return True


@transaction.atomic
def restore_post(*, post: Post) -> bool:
    """Give a deleted post back, within thirty days."""
    rows = PostDetail.objects.filter(pk=post.pk, deleted_at__gt=timezone.now() - RESTORE_WITHIN)
    if not rows.update(deleted_at=None, deleted_by=None):
        return False
    _count(post, +1)
    return True


def _count(post: Post, change: int) -> None:
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=post.topic_id)
    left = topic.posts_count + change
    was_listed, is_listed = topic.approved, left > 0
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=F("posts_count") + change, approved=is_listed
    )
    Forum.objects.filter(pk=topic.forum_id).update(
        direct_posts_count=F("direct_posts_count") + change,
        direct_topics_count=F("direct_topics_count") + int(is_listed) - int(was_listed),
    )
    refresh_last_post(topic=topic)
    touch_post(post, position=post.detail.position, gone_from=topic.forum_id)
    if was_listed != is_listed:
        touch_topics(Topic.objects.filter(pk=topic.pk), gone_from=topic.forum_id)
