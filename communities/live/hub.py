"""The one listener of a server process: it hears what happened and tells the sockets concerned.

What it says may be lost; what is stored may not. So it looks at the database twice a second:
at who lost access, and at how far each place is, and repairs what was not heard.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from typing import Any, Protocol

from django.utils import timezone

from communities.live.frames import Frame
from communities.live.identity import Identity, identify
from communities.live.models import AccessChange
from communities.live.places import News, news_of, readable_places
from communities.live.presence import Presence
from communities.live.relay import Relay
from communities.live.threads import in_reading_thread

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_OF_TRUST = 120  # how long a standing is believed when no change was recorded
READ_BACK = 30  # seconds: a change may commit that much after it was numbered
EVERYWHERE = "*"


class Socket(Protocol):
    """What the hub needs of an open socket."""

    session_key: str
    identity: Identity
    places: set[str]
    is_stale: bool  # it gets nothing until its access was looked at again
    looks_due: int  # how often something asked to look at its access
    looked_at: float
    missed: set[str]  # places that had news while it was stale

    def write(self, frame: Frame) -> None: ...
    async def end(self, code: int) -> None: ...
    def drop(self, place: str) -> None: ...


class Hub:
    """All open sockets of this process."""

    def __init__(self) -> None:
        self.sockets: dict[Socket, None] = {}  # the oldest first
        self.heard = 0  # changes of access so far
        self.inside: defaultdict[str, set[Socket]] = defaultdict(set)
        self.sequences: dict[str, int] = {}
        self.presence = Presence(self)
        self.relay = Relay(self)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._seen: dict[int, float] = {}
        self._behind: dict[str, int] = {}  # places whose newest frame may still be on its way

    # --- from any thread -----------------------------------------------------------------------

    def publish(self, place: str, sequence: int, content: dict[str, Any]) -> None:
        """Send a frame to every socket in a place, on all server processes."""
        self._soon(self._publish, place, sequence, content)

    def look_again(self, change: AccessChange) -> None:
        """Look again at what the sockets concerned may receive."""
        self._soon(self._changed, change)

    def _soon(self, call: Callable[..., None], *facts: Any) -> None:
        if self._loop is not None and self._loop.is_running():
            self._loop.call_soon_threadsafe(call, *facts)
        elif call == self._publish:
            self.relay.announce_from_outside(*facts)

    # --- sockets -------------------------------------------------------------------------------

    def enter(self, socket: Socket) -> None:
        """Know a new socket; the first one starts the hub's work."""
        if self._loop is None or not self._loop.is_running():
            self._loop = asyncio.get_running_loop()
            self._start(self._look_forever())
            self._start(self.relay.listen_forever())
            self._start(self.relay.send_forever())
        self.sockets[socket] = None

    def leave(self, socket: Socket) -> None:
        """Forget a socket that closed."""
        self.sockets.pop(socket, None)
        for place in list(socket.places):
            self.quit(socket, place)

    def join(self, socket: Socket, place: str, sequence: int) -> int:
        """Let a socket hear a place; return how far the place is by now."""
        self.sequences.setdefault(place, sequence)
        self.inside[place].add(socket)
        socket.places.add(place)
        self.presence.changed(place)
        return max(sequence, self.sequences[place])

    def quit(self, socket: Socket, place: str) -> None:
        """Let a socket hear a place no more."""
        socket.places.discard(place)
        sockets = self.inside.get(place, set())
        sockets.discard(socket)
        if not sockets:
            self.inside.pop(place, None)
            self.sequences.pop(place, None)
        self.presence.changed(place)

    def sockets_of(self, person_id: int) -> list[Socket]:
        """Return a person's sockets on this process, the oldest first."""
        return [one for one in self.sockets if one.identity.person_id == person_id]

    def deliver(self, place: str, sequence: int, frame: Frame) -> None:
        """Write a frame to the sockets in a place on this process."""
        if place in self.sequences:
            self.sequences[place] = max(sequence, self.sequences[place])
        for socket in self.inside.get(place, ()):
            if not socket.is_stale:
                socket.write(frame)
            elif sequence:
                socket.missed.add(place)

    def tell_everybody(self, frame: Frame) -> None:
        """Write a frame to every socket of this process; it may hold nothing of any place."""
        for socket in self.sockets:
            socket.write(frame)

    # --- on the loop ---------------------------------------------------------------------------

    def _publish(self, place: str, sequence: int, content: dict[str, Any]) -> None:
        self.deliver(place, sequence, Frame(content))
        self.relay.announce(place, sequence, content)

    def _changed(self, change: AccessChange) -> None:
        if change.pk in self._seen:
            return
        self._seen[change.pk] = time.monotonic()
        self.heard += 1
        if change.session_key:
            ended = [one for one in self.sockets if one.session_key == change.session_key]
            for socket in ended:
                socket.is_stale = True
                self._start(socket.end(4401))
            return
        self._look_at([one for one in self.sockets if self._concerns(change, one)])

    @staticmethod
    def _concerns(change: AccessChange, socket: Socket) -> bool:
        if change.person_id is not None:
            return change.person_id == socket.identity.person_id
        return change.place == EVERYWHERE or change.place in socket.places

    def _look_at(self, sockets: Collection[Socket]) -> None:
        for socket in sockets:
            is_looking, socket.is_stale = socket.is_stale, True
            socket.looks_due += 1
            if not is_looking:
                self._start(self._refresh(socket))

    async def _refresh(self, socket: Socket) -> None:
        """Look at a socket's access until nothing changed meanwhile, then tell what it missed."""
        looks = 0
        while looks != socket.looks_due:
            looks = socket.looks_due
            if not await self._could_look(socket):
                return
        socket.looked_at = time.monotonic()
        socket.is_stale = False
        missed, socket.missed = socket.missed & socket.places, set()
        if not missed:
            return
        for place, latest in (await in_reading_thread(news_of, missed)).items():
            if socket.is_stale:
                socket.missed.add(place)
            elif place in socket.places:
                socket.write(Frame(latest.frame))

    async def _could_look(self, socket: Socket) -> bool:
        """Load the standing behind a socket again; close it, or take it out of places."""
        places = set(socket.places)

        def look() -> tuple[Identity | None, set[str]]:
            identity = identify(socket.session_key)
            return identity, readable_places(identity.standing, places) if identity else set()

        try:
            identity, readable = await in_reading_thread(look)
        except Exception:
            logger.exception("Access could not be looked at: the socket is closed")
            await socket.end(1011)
            return False
        if identity is None:
            await socket.end(4401)
            return False
        socket.identity = identity
        for place in places - readable:
            self.quit(socket, place)
            socket.drop(place)
        return True

    async def _look_forever(self) -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            try:
                await self._look()
                self.presence.tell()
            except Exception:
                logger.exception("The hub stumbled and goes on")

    async def _look(self) -> None:
        if not self.sockets:
            return
        places = list(self.inside)
        changes, news = await in_reading_thread(_read, places)
        for change in changes:
            self._changed(change)
        self._repair(news)
        now = time.monotonic()
        self._seen = {key: at for key, at in self._seen.items() if now - at < 2 * READ_BACK}
        trusted = now - SECONDS_OF_TRUST
        old = [one for one in self.sockets if one.looked_at < trusted and not one.is_stale]
        self._look_at(old[:10])

    def _repair(self, news: dict[str, News]) -> None:
        """Tell a place how far it is when it was behind at the last look, and still is."""
        behind: dict[str, int] = {}
        for place, latest in news.items():
            heard = self.sequences.get(place, latest.sequence)
            if self._behind.get(place, 0) > heard:
                self.deliver(place, latest.sequence, Frame(latest.frame))
            elif latest.sequence > heard:
                behind[place] = latest.sequence
        self._behind = behind

    def _start(self, work: Awaitable[Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _read(places: Collection[str]) -> tuple[list[AccessChange], dict[str, News]]:
    """Read the changes of access of the last moments, and how far each place is."""
    since = timezone.now() - timedelta(seconds=READ_BACK)
    return list(AccessChange.objects.filter(happened_at__gt=since)), news_of(places)


hub = Hub()
