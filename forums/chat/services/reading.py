"""Keeping how far a person has read a room, and what they want to hear of it."""

from datetime import time

from django.db import transaction

from communities.people.models import User
from forums.chat.models import ChatHours, Room, RoomMark


def mark_room_read(*, person: User, room: Room, position: int) -> bool:
    """Move a person's place in a room forward; it never goes back."""
    rows = RoomMark.objects.filter(person=person, room=room)
    if rows.filter(position__lt=position).update(position=position):
        return True
    if rows.exists():
        return False
    mark = RoomMark(person=person, room=room, position=position)
    RoomMark.objects.bulk_create([mark], ignore_conflicts=True)
    return True


@transaction.atomic
def choose_notify(*, person: User, room: Room, notify: RoomMark.Notify) -> bool:
    """Say when a room should tell the person something."""
    mark, created = RoomMark.objects.get_or_create(
        person=person, room=room, defaults={"notify": notify, "position": room.last_position}
    )
    if created:
        return True
    return bool(RoomMark.objects.filter(pk=mark.pk).exclude(notify=notify).update(notify=notify))


@transaction.atomic
def choose_quiet_hours(*, person: User, hours: tuple[time, time] | None) -> bool:
    """Set the hours in which no room tells the person anything; none takes them away."""
    if hours is None:
        return bool(ChatHours.objects.filter(person=person).delete()[0])
    facts = {"quiet_from": hours[0], "quiet_to": hours[1]}
    ChatHours.objects.update_or_create(person=person, defaults=facts)
    return True
