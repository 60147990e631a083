"""Finding rooms one may read."""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from communities.access import require, visible
from communities.circles.models import Community
from communities.live.places import News
from communities.people.models import User
from communities.policy import Action, Standing
from forums.chat.models import ChatHours, Message, Room, RoomEvent, RoomMark
from forums.chat.wire import standing_frame


def access_room(standing: Standing, pk: int, action: Action = Action.READ) -> Room:
    """Fetch a room with its community; 404 when it may not be read, 403 when only refused.

    The room beside a session follows its session: nobody opens it to others or takes copies.
    """
    room = Room.objects.select_related("community", "session_link").filter(pk=pk).first()
    if room is None:
        raise Http404
    require(standing, action, room)
    if action is Action.CARE and room.is_beside_session:
        raise PermissionDenied
    return room


def visible_rooms(standing: Standing, community: Community | None = None) -> QuerySet[Room]:
    """Return the rooms this person may read, of one community or of all, in their order."""
    rows = visible(standing, Room.objects.select_related("community"))
    return rows if community is None else rows.filter(community=community)


def with_unread(rooms: QuerySet[Room], person: User | None) -> QuerySet[Any]:
    """Annotate ``last_text``, ``last_by``, ``last_at`` and, for a person, ``unread``."""
    said = Message.objects.filter(room=OuterRef("pk"), deleted_at__isnull=True)
    newest = said.order_by("-position")
    rooms = rooms.annotate(
        last_text=Subquery(newest.values("body")[:1]),
        last_by=Subquery(newest.values("author__display_name")[:1]),
        last_at=Subquery(newest.values("sent_at")[:1]),
    )
    if person is None:
        return rooms
    mark = RoomMark.objects.filter(room=OuterRef("pk"), person=person)
    rooms = rooms.annotate(read_to=Coalesce(Subquery(mark.values("position")[:1]), 0))
    new = said.filter(position__gt=OuterRef("read_to"), sent_at__gt=person.date_joined)
    counts = new.exclude(author=person).order_by().values("room").annotate(count=Count("pk"))
    return rooms.annotate(unread=Coalesce(Subquery(counts.values("count")), 0))


def readable_rooms(standing: Standing, keys: Collection[int]) -> set[int]:
    """Return those of the rooms that may be read."""
    return set(visible(standing, Room.objects.filter(pk__in=keys)).values_list("pk", flat=True))


def entered_room(standing: Standing, _person: User, pk: int) -> News | None:
    """Return how far a room is, for who may read it."""
    room = visible(standing, Room.objects.filter(pk=pk)).first()
    return None if room is None else News(room.sequence, {"begins": room.begins_after})


def news_of_rooms(keys: Collection[int]) -> Mapping[int, News]:
    """Return how far each room is."""
    rows = Room.objects.filter(pk__in=keys).only("sequence", "begins_after")
    return {room.pk: News(room.sequence, standing_frame(room)) for room in rows}


def mark_of(person: User, room: Room) -> RoomMark | None:
    """Return how far the person read a room and what they want to hear of it."""
    return RoomMark.objects.filter(person=person, room=room).first()


def hours_of(person: User) -> ChatHours | None:
    """Return the hours in which a person wants to be left alone."""
    return ChatHours.objects.filter(person=person).first()


def events_of(room: Room) -> QuerySet[RoomEvent]:
    """Return what the core group did with a room, newest first."""
    return room.events.select_related("done_by")
