"""What sockets may say and hear of rooms."""

import re
from typing import Any

from django.utils import translation

from communities.live.consumers import FrameError, LiveConsumer, handles
from communities.live.places import PlaceKind, register_places
from communities.live.threads import in_thread
from communities.people.models import User
from forums.chat.models import Room
from forums.chat.selectors.rooms import entered_room, news_of_rooms, readable_rooms
from forums.chat.services.reading import mark_room_read
from forums.chat.services.sending import send_message
from forums.spaces.refusals import Refused

PLACE = re.compile(r"room:([1-9]\d{0,17})", re.ASCII)
KEY = re.compile(r"[\w-]{16,64}", re.ASCII)

register_places(PlaceKind("room", readable_rooms, news_of_rooms, entered_room))


@handles("send")
async def send(socket: LiveConsumer, frame: dict[str, Any]) -> None:
    """Say something, and learn that it is stored."""
    key, body, reply_to = frame.get("k"), frame.get("body"), frame.get("re")
    if not isinstance(key, str) or not KEY.fullmatch(key) or not isinstance(body, str):
        raise FrameError("send")
    if reply_to is not None and not (isinstance(reply_to, int) and 0 < reply_to < 2**62):
        raise FrameError("send")
    room_key = _room_of(frame)[1]
    author = socket.identity.person

    def store() -> dict[str, Any]:
        with translation.override(author.language):
            try:
                room = Room(pk=room_key)
                sent = send_message(
                    room=room, author=author, body=body, client_key=key, reply_to=reply_to
                )
            except Room.DoesNotExist:
                return {"t": "no", "k": key, "why": "", "status": 404}
            except Refused as refusal:
                return {"t": "no", "k": key, "why": str(refusal), "status": refusal.status}
        return {"t": "ok", "k": key, "id": sent.message.pk, "n": sent.sequence}

    socket.say(**await in_thread(store))


@handles("read")
async def read(socket: LiveConsumer, frame: dict[str, Any]) -> None:
    """Keep how far the person has read."""
    place, key = _room_of(frame)
    position = frame.get("n")
    if not isinstance(position, int) or not 0 <= position < 2**62:
        raise FrameError("read")
    if place not in socket.places:
        return
    person_id = socket.identity.person_id

    def keep() -> None:
        room = Room(pk=key)
        mark_room_read(person=User(pk=person_id), room=room, position=position)

    await in_thread(keep)


def _room_of(frame: dict[str, Any]) -> tuple[str, int]:
    place = frame.get("p")
    found = PLACE.fullmatch(place) if isinstance(place, str) else None
    if found is None:
        raise FrameError("place")
    return found[0], int(found[1])
