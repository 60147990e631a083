"""Frames that every kind of place answers: to join it, to leave it, and what time it is here."""

import re
import time
from typing import Any

from communities.live.consumers import FrameError, LiveConsumer, handles
from communities.live.hub import hub
from communities.live.places import News, PlaceKind, kind_of_place
from communities.policy import Standing

PLACE = re.compile(r"([a-z]+):([1-9]\d{0,17})", re.ASCII)
PLACES_OF_A_SOCKET = 50
PEOPLE_SHOWN = 30


@handles("join")
async def join(socket: LiveConsumer, frame: dict[str, Any]) -> None:
    """Enter a place, and learn how far it is and who is there."""
    place, kind, key = place_of(frame)
    if len(socket.places) >= PLACES_OF_A_SOCKET:
        raise FrameError("places")
    person = socket.identity.person

    def enter(standing: Standing) -> News | None:
        return kind.entered(standing, person, key)

    news = await socket.ask(enter)
    if news is None:
        socket.drop(place)
        return
    sequence = hub.join(socket, place, news.sequence)
    people = sorted(hub.presence.people_in(place).items(), key=lambda one: one[1])
    facts = news.frame | {"t": "joined", "p": place, "n": sequence}
    socket.say(**facts, here=people[:PEOPLE_SHOWN], count=len(people))


@handles("leave")
async def leave(socket: LiveConsumer, frame: dict[str, Any]) -> None:
    """Leave a place."""
    hub.quit(socket, place_of(frame)[0])


@handles("time")
async def tell_time(socket: LiveConsumer, frame: dict[str, Any]) -> None:
    """Say what time it is here, so that all screens count down together; ``c`` comes back as sent."""
    asked = frame.get("c")
    if not isinstance(asked, int | float):
        raise FrameError("time")
    socket.say(t="time", c=asked, s=time.time())


def place_of(frame: dict[str, Any]) -> tuple[str, PlaceKind, int]:
    """Return the place a frame speaks of, its kind and its key. Raises ``FrameError``."""
    place = frame.get("p")
    found = PLACE.fullmatch(place) if isinstance(place, str) else None
    kind = kind_of_place(found[1]) if found else None
    if found is None or kind is None:
        raise FrameError("place")
    return found[0], kind, int(found[2])
