"""What the core group does with topics: lock, pin, move; each act is recorded."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from communities.circles.services.audiences import audiences_of, lets_more_in
from communities.people.models import User
from forums.spaces.models import Draft, Forum, Space, Topic, TopicDetail, TopicEvent
from forums.spaces.refusals import Refused
from forums.spaces.services.counters import refresh_space
from forums.spaces.services.holding import hold_topic
from forums.spaces.services.touching import touch_topics


@transaction.atomic
def lock_topic(*, topic: Topic, by: User, locked: bool, reason: str = "") -> bool:
    """Lock or unlock a topic."""
    status = Topic.TOPIC_LOCKED if locked else Topic.TOPIC_UNLOCKED
    if not Topic.objects.filter(pk=topic.pk).exclude(status=status).update(status=status):
        return False
    kind = TopicEvent.Kind.LOCKED if locked else TopicEvent.Kind.UNLOCKED
    _record(topic, kind, by, reason)
    return True


@transaction.atomic
def pin_topic(*, topic: Topic, by: User, pinned: bool) -> bool:
    """Keep a topic at the head of its space, or let it go."""
    wanted = Topic.TOPIC_STICKY if pinned else Topic.TOPIC_POST
    if not Topic.objects.filter(pk=topic.pk).exclude(type=wanted).update(type=wanted):
        return False
    kind = TopicEvent.Kind.PINNED if pinned else TopicEvent.Kind.UNPINNED
    _record(topic, kind, by)
    return True


@transaction.atomic
def move_topic(*, topic: Topic, to: Space, by: User, reason: str = "") -> bool:
    """Move a topic to another space of its community whose audience is not wider.

    Raises ``Refused`` otherwise: what was said among few needs its authors' consent to go wider.
    """
    topic = hold_topic(topic.pk)
    source = topic.forum.space
    if source.pk == to.pk:
        return False
    if source.community_id != to.community_id:
        raise Refused(_("A topic can only move within its community."))
    if not to.scope.is_open:
        raise Refused(_("That space is archived; nothing was moved."))
    if lets_more_in(audiences_of(to.scope), audiences_of(source.scope)):
        raise Refused(
            _(
                "More people can read there than here. What was said here among fewer people "
                "stays among them; nothing was moved."
            )
        )
    Topic.objects.filter(pk=topic.pk).update(forum=to.pk)
    Draft.objects.filter(topic=topic).update(space=to)
    touch_topics(Topic.objects.filter(pk=topic.pk), gone_from=source.pk)
    _carry_counts(topic, source, to)
    refresh_space(forum_id=source.pk)
    refresh_space(forum_id=to.pk)
    _record(topic, TopicEvent.Kind.MOVED, by, reason, source)
    return True


def _carry_counts(topic: Topic, source: Space, to: Space) -> None:
    """Count a topic here and no longer there, in one order for all: moves both ways never block."""
    counts = {"direct_posts_count": topic.posts_count, "direct_topics_count": int(topic.approved)}
    for forum_id, sign in sorted([(source.pk, -1), (to.pk, +1)]):
        changes = {name: F(name) + sign * count for name, count in counts.items()}
        Forum.objects.filter(pk=forum_id).update(**changes)


def _record(
    topic: Topic, kind: str, by: User, reason: str = "", from_space: Space | None = None
) -> None:
    TopicEvent.objects.create(
        topic=topic, kind=kind, done_by=by, reason=reason, from_space=from_space
    )
    TopicDetail.objects.filter(pk=topic.pk).update(has_events=True)
