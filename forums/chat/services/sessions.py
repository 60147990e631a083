"""The room beside a facilitated session: opened with it, entered with it, forgotten with it."""

from django.db import transaction
from django.db.models import QuerySet

from communities.circles.models import Community, InvitedList, InvitedListEntry
from communities.circles.services.care import community_changed
from communities.facilitation.models import Participant, Session
from communities.facilitation.moments import (
    participant_entered,
    participant_left,
    session_cancelled,
    session_changed,
    session_forgotten,
    session_planned,
)
from communities.live.services import record_access_change
from communities.people.models import User
from communities.policy import Audience
from forums.chat.models import Room, SessionRoom
from forums.chat.services.retention import forget_messages


@session_planned.register
def open_session_room(session: Session) -> None:
    """Open the room; its list is empty until people enter the session."""
    name = session.title[:100]
    invited_list = InvitedList.objects.create(community=session.community, name=name)
    room = Room.objects.create(
        community=session.community,
        name=name,
        invited_list=invited_list,
        **_audiences(session.read_audience),
    )
    SessionRoom.objects.create(session=session, room=room)


@session_changed.register
def rename_session_room(session: Session) -> None:
    Room.objects.filter(session_link__session=session).update(name=session.title[:100])


@participant_entered.register
def let_into_room(seat: Participant) -> None:
    """Who accepted the words of confidentiality may read and write beside the session."""
    for room in _rooms(seat.session):
        InvitedListEntry.objects.get_or_create(
            invited_list_id=room.invited_list_id, person_id=seat.person_id
        )


@participant_left.register
def take_out_of_room(session: Session, person: User) -> None:
    for room in _rooms(session):
        entries = InvitedListEntry.objects.filter(invited_list=room.invited_list_id)
        entries.filter(person=person).delete()


@session_cancelled.register
def close_session_room(session: Session) -> None:
    for room in _rooms(session):
        Room.objects.filter(pk=room.pk, closed_at__isnull=True).update(closed_at=session.changed_at)
        record_access_change(place=room.place)


@session_forgotten.register
@transaction.atomic
def forget_session_room(session: Session) -> None:
    """Delete all that was said beside a session of which nothing may be kept; no more is said."""
    for room in _rooms(session).select_for_update():
        forget_messages(room, room.last_position)
    close_session_room(session)


@community_changed.register
def narrow_session_rooms(community: Community) -> None:
    """Rooms of sessions are for nobody who may no longer know of the community."""
    nearest = max(Audience.SIGNED_IN, Audience(community.read_audience))
    Room.objects.filter(community=community, session_link__isnull=False).update(
        **_audiences(nearest)
    )


def _rooms(session: Session) -> QuerySet[Room]:
    return Room.objects.filter(session_link__session=session)


def _audiences(read: int) -> dict[str, int]:
    return {"read_audience": read, "write_audience": max(read, Audience.OUTER)}
