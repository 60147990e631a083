"""Who is present in a place, by name: people with an open socket there, or who asked a moment ago.

Nothing is stored, and what somebody read is nobody's business.
"""

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from communities.live.frames import Frame

if TYPE_CHECKING:
    from communities.live.hub import Hub

SECONDS_BETWEEN_TELLS = 3
SECONDS_OF_POLLING = 75  # in light mode a page asks once a minute
SECONDS_OF_ANOTHER_PROCESS = 75
SECONDS_BETWEEN_REPEATS = 30
SHOWN = 30

People = dict[int, str]


class Presence:
    """The people in each place, on this process and on the others."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._dirty: set[str] = set()
        self._told: defaultdict[str, float] = defaultdict(float)
        self._polling: defaultdict[str, dict[int, tuple[str, float]]] = defaultdict(dict)
        self._elsewhere: defaultdict[str, dict[str, tuple[People, float]]] = defaultdict(dict)

    def people_in(self, place: str) -> People:
        """Return everybody present: keys and names."""
        now = time.monotonic()
        people = self._here(place)
        for others, heard in list(self._elsewhere.get(place, {}).values()):
            if now - heard < SECONDS_OF_ANOTHER_PROCESS:
                people.update(others)
        return people

    def seen(self, place: str, person_id: int, name: str) -> None:
        """Count somebody who reads without a socket as present for a good minute."""
        self._polling[place][person_id] = (name, time.monotonic())
        self.changed(place)

    def changed(self, place: str) -> None:
        """Tell the place, soon."""
        self._dirty.add(place)

    def heard(self, place: str, process: str, people: People) -> None:
        """Take in who is present on another process."""
        self._elsewhere[place][process] = (people, time.monotonic())
        if place in self._hub.inside:
            self.changed(place)

    def tell(self) -> None:
        """Send each changed place its people, rarely enough to stay light."""
        now = time.monotonic()
        for place in list(self._hub.inside):
            if now - self._told[place] > SECONDS_BETWEEN_REPEATS:
                self._hub.relay.announce_people(place, self._here(place))
                self._told[place] = now
        for place in [
            one for one in list(self._dirty) if now - self._told[one] > SECONDS_BETWEEN_TELLS
        ]:
            self._dirty.discard(place)
            self._told[place] = now
            self._hub.relay.announce_people(place, self._here(place))
            people = sorted(self.people_in(place).items(), key=lambda one: one[1])
            frame = {"t": "here", "p": place, "here": people[:SHOWN], "count": len(people)}
            self._hub.deliver(place, 0, Frame(frame))

    def _here(self, place: str) -> People:
        now = time.monotonic()
        polling = self._polling.get(place, {})
        people = {
            key: name for key, (name, at) in list(polling.items()) if now - at < SECONDS_OF_POLLING
        }
        for socket in self._hub.inside.get(place, ()):
            if not socket.is_stale:
                people[socket.identity.person_id] = socket.identity.name
        return people
