"""Opening rooms, closing them, and changing who is in them and how long they remember."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.circles.models import Community
from communities.circles.services.audiences import (
    Audiences,
    audiences_of,
    drop_invited_list,
    lets_more_in,
    make_invited_list,
)
from communities.circles.services.founding import Founding, founding_steps
from communities.live.services import notify_place, record_access_change
from communities.people.models import User
from forums.chat.models import Message, Room, RoomEvent
from forums.chat.search import touch_messages_of
from forums.chat.wire import standing_frame
from forums.spaces.models import Space


@dataclass(frozen=True, slots=True)
class RoomChange:
    """What a change of audiences did; ``kept`` is the room in which earlier talk stays."""

    is_changed: bool
    kept: Room | None = None


@transaction.atomic
def open_room(
    *,
    community: Community,
    name: str,
    audiences: Audiences,
    by: User | None = None,
    space: Space | None = None,
) -> Room:
    """Open a room at the end of the community's list."""
    last = Room.objects.filter(community=community).aggregate(last=Max("order"))["last"]
    room = Room.objects.create(
        community=community,
        space=space,
        name=name,
        read_audience=audiences.read,
        write_audience=audiences.write,
        invited_list=make_invited_list(community=community, name=name, audiences=audiences),
        order=(last or 0) + 1,
    )
    if by is not None:
        record_room_event(room, RoomEvent.Kind.OPENED, by)
    return room


def record_room_event(room: Room, kind: RoomEvent.Kind, by: User, detail: str = "") -> RoomEvent:
    """Write down what the core group did; everybody in the room can see it."""
    return RoomEvent.objects.create(room=room, kind=kind, done_by=by, detail=detail)


@transaction.atomic
def rename_room(*, room: Room, name: str) -> bool:
    """Call a room something else; its address keeps working."""
    return bool(Room.objects.filter(pk=room.pk).exclude(name=name).update(name=name))


@transaction.atomic
def close_room(*, room: Room, closed: bool, by: User) -> bool:
    """Make a room read only, or open it again."""
    rows = Room.objects.filter(pk=room.pk, closed_at__isnull=closed)
    if not rows.update(closed_at=timezone.now() if closed else None):
        return False
    record_room_event(room, RoomEvent.Kind.CLOSED if closed else RoomEvent.Kind.REOPENED, by)
    record_access_change(place=room.place)
    return True


@transaction.atomic
def keep_messages_for(*, room: Room, days: int | None, by: User) -> bool:
    """Say how many days messages are kept; none for always."""
    if room.retention_days == days:
        return False
    Room.objects.filter(pk=room.pk).update(retention_days=days)
    detail = "" if days is None else str(days)
    record_room_event(room, RoomEvent.Kind.RETENTION, by, detail)
    return True


def room_holds_back(room: Room, wanted: Audiences) -> bool:
    """Tell whether a change would open earlier talk to more people."""
    return lets_more_in(wanted, audiences_of(room.scope)) and _has_messages(room)


def _has_messages(room: Room) -> bool:
    return Message.objects.filter(room=room).exists()


@transaction.atomic
def change_room_audiences(*, room: Room, audiences: Audiences, by: User) -> RoomChange:
    """Change who may read and write; open sockets of those who no longer may leave at once.

    When more people will read, what was said before stays with those who could read it: it moves
    into a closed room of its own.
    """
    rows = Room.objects.select_for_update(of=("self",))
    room = rows.select_related("community").get(pk=room.pk)
    before = audiences_of(room.scope)
    if audiences == before:
        return RoomChange(is_changed=False)
    kept = _keep_earlier_talk(room, before) if room_holds_back(room, audiences) else None
    former = room.invited_list
    room.read_audience, room.write_audience = audiences.read, audiences.write
    if audiences.people != before.people:
        room.invited_list = make_invited_list(
            community=room.community, name=room.name, audiences=audiences
        )
    room.save(update_fields=["read_audience", "write_audience", "invited_list"])
    if room.invited_list != former:
        drop_invited_list(former)
    record_room_event(room, RoomEvent.Kind.AUDIENCES, by)
    record_access_change(place=room.place)
    return RoomChange(is_changed=True, kept=kept)


def _keep_earlier_talk(room: Room, audiences: Audiences) -> Room:
    with translation.override(room.community.language):
        today = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
        name = _("%(name)s, until %(date)s") % {"name": room.name, "date": today}
    kept = open_room(community=room.community, name=name[:100], audiences=audiences)
    kept.sequence = room.sequence
    kept.last_position = room.last_position
    kept.begins_after = room.begins_after
    kept.retention_days = room.retention_days
    kept.closed_at = timezone.now()
    kept.save()
    touch_messages_of(room)
    Message.objects.filter(room=room).update(room=kept)
    forget_up_to(room, room.last_position)
    return kept


def forget_up_to(room: Room, position: int) -> None:
    """Tell clients that messages up to a position are gone from a room: one more number."""
    room.sequence += 1
    room.begins_after = position
    room.save(update_fields=["sequence", "begins_after"])
    notify_place(place=room.place, sequence=room.sequence, frame=standing_frame(room))


@founding_steps.register
def open_default_rooms(founding: Founding) -> None:
    """Open one room beside each of the spaces a community begins with."""
    for space in Space.objects.filter(community=founding.community).select_related("forum"):
        audiences = audiences_of(space.scope)
        open_room(community=founding.community, name=str(space), audiences=audiences, space=space)
