"""Changing who may read and write in a space; what was said before never reaches new people."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.circles.services.audiences import (
    Audiences,
    audiences_of,
    drop_invited_list,
    lets_more_in,
    make_invited_list,
)
from communities.people.models import User
from forums.spaces.models import Forum, Space, SpaceChange, Topic
from forums.spaces.services.counters import refresh_space
from forums.spaces.services.spaces import open_space
from forums.spaces.services.touching import touch_topics


@dataclass(frozen=True, slots=True)
class AudienceChange:
    """What a change of audiences did; ``kept`` is the space to which earlier talk moved."""

    is_changed: bool
    kept: Space | None = None


def holds_back(space: Space, wanted: Audiences) -> bool:
    """Tell whether a change would open earlier talk to more people."""
    wider = lets_more_in(wanted, audiences_of(space.scope))
    return wider and Topic.objects.filter(forum=space.pk).exists()


@transaction.atomic
def change_audiences(*, space: Space, audiences: Audiences, by: User) -> AudienceChange:
    """Change who may read and write.

    When more people will read, what was said before stays with those who could read it: it moves
    into a space of its own.
    """
    rows = Space.objects.select_for_update(of=("self",))
    space = rows.select_related("forum", "community", "invited_list").get(pk=space.pk)
    before = audiences_of(space.scope)
    if audiences == before:
        return AudienceChange(is_changed=False)
    kept = _keep_earlier_talk(space, before) if holds_back(space, audiences) else None
    SpaceChange.objects.create(
        space=space,
        changed_by=by,
        read_before=before.read,
        read_after=audiences.read,
        write_before=before.write,
        write_after=audiences.write,
        invited_before=None if before.people is None else len(before.people),
        invited_after=None if audiences.people is None else len(audiences.people),
    )
    former = space.invited_list
    space.read_audience, space.write_audience = audiences.read, audiences.write
    if audiences.people != before.people:
        space.invited_list = make_invited_list(
            community=space.community, name=str(space), audiences=audiences
        )
    space.save(update_fields=["read_audience", "write_audience", "invited_list"])
    if space.invited_list != former:
        drop_invited_list(former)
    return AudienceChange(is_changed=True, kept=kept)


def _keep_earlier_talk(space: Space, audiences: Audiences) -> Space:
    """Move all topics to a space of the same audiences, archived when this one is."""
    with translation.override(space.community.language):
        today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
        name = _("%(name)s, until %(date)s") % {"name": space.forum.name, "date": today}
    kept = open_space(
        community=space.community,
        name=name[:100],
        audiences=audiences,
        description=str(space.forum.description.raw or "") if space.forum.description else "",
    )
    Space.objects.filter(pk=kept.pk).update(archived_at=space.archived_at)
    Topic.objects.filter(forum=space.pk).update(forum=kept.pk)
    touch_topics(Topic.objects.filter(forum=kept.pk), gone_from=space.pk)
    before = Forum.objects.get(pk=space.pk)
    Forum.objects.filter(pk=kept.pk).update(
        direct_posts_count=before.direct_posts_count,
        direct_topics_count=before.direct_topics_count,
    )
    Forum.objects.filter(pk=space.pk).update(direct_posts_count=0, direct_topics_count=0)
    refresh_space(forum_id=kept.pk)
    refresh_space(forum_id=space.pk)
    return kept
