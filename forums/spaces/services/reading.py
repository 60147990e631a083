"""Keeping how far a person has read."""

from django.utils import timezone

from communities.people.models import User
from forums.spaces.models import ReadMark, Space, SpaceReadMark, Topic


def mark_read(*, person: User, topic: Topic, position: int) -> None:
    """Set how far a person has read, in one statement; callers only ever go forward."""
    mark = ReadMark(person=person, topic=topic, position=position)
    ReadMark.objects.bulk_create(
        [mark],
        update_conflicts=True,
        unique_fields=["person", "topic"],
        update_fields=["position"],
    )


def mark_space_read(*, person: User, space: Space) -> None:
    """Call everything said in a space until now read."""
    SpaceReadMark.objects.update_or_create(
        person=person, space=space, defaults={"read_until": timezone.now()}
    )
