"""People with clients in a room, joined to the product's own hub, on lines that lose and shuffle."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.test import RequestFactory

from communities.access import access_for
from communities.live.frames import Frame as WrittenFrame
from communities.live.hub import hub
from communities.live.identity import Identity
from communities.live.models import AccessChange
from communities.live.places import news_of, readable_places
from communities.people.models import User
from communities.policy import Action, can
from forums.chat.models import Room
from forums.chat.selectors.rooms import access_room
from forums.chat.views.rooms import changes
from tests.forums.chat.reference import Frame, HeldRoom

requests = RequestFactory()


class Client:
    """One person's page: a socket for the hub, a line with frames on their way, and what is held."""

    def __init__(self, person: User, room: Room) -> None:
        self.person_id, self.room_id, self.place = person.pk, room.pk, room.place
        self.session_key = str(person.pk)
        self.identity = Identity(person, access_for(person))
        self.places: set[str] = set()
        self.missed: set[str] = set()
        self.is_stale = False
        self.looks_due, self.looked_at = 0, 0.0
        self.line: list[Frame] = []
        self.held = HeldRoom(self.fetch)
        self.may_hold: Callable[[User, int], bool] = lambda person, message: True

    @property
    def person(self) -> User:
        return User.objects.get(pk=self.person_id)

    def write(self, frame: WrittenFrame) -> None:
        """Take a frame from the hub; a message must be one this person may read now."""
        content = json.loads(frame.event["text"])
        if content["t"] == "m":
            assert self.may_read(), content
            assert self.may_hold(self.person, content["m"]["id"]), content
        self.line.append(content)

    def drop(self, place: str) -> None:
        self.line.append({"t": "gone", "p": place})

    async def end(self, code: int) -> None:
        raise AssertionError(f"nobody's line is ended here, but this one was: {code}")

    def fetch(self, after: int) -> Frame | None:
        """Ask over HTTP; each message of the answer must be one this person may read."""
        request = requests.get(f"/rooms/{self.room_id}/changes/", {"after": after})
        request.user = self.person
        if not request.user.is_active:
            return None
        try:
            answer: Frame = json.loads(changes(request, self.room_id).content)
        except Http404:
            return None
        assert all(self.may_hold(request.user, one["id"]) for one in answer["m"])
        return answer

    def may_read(self) -> bool:
        scope = Room.objects.select_related("community").get(pk=self.room_id).scope
        return can(access_for(self.person), Action.READ, scope)

    def join(self) -> None:
        """Open a socket and enter the room, with whatever is held from before."""
        if self.place in self.places:
            return
        self.identity = Identity(self.person, access_for(self.person))
        try:
            room = access_room(self.identity.standing, self.room_id)
        except Http404:
            self.drop(self.place)
            return
        hub.sockets[self] = None
        sequence = hub.join(self, self.place, room.sequence)
        self.line.append({"t": "joined", "n": sequence, "begins": room.begins_after})

    def leave(self) -> None:
        """Cut the line: what was on its way is lost, what is held is kept."""
        hub.leave(self)
        self.line.clear()
        self.held.is_joined = False

    def restart(self) -> None:
        """Begin with an empty page."""
        self.leave()
        self.held.empty()

    def deliver(self, count: int | None = None) -> None:
        """Let the first frames on the line arrive."""
        count = len(self.line) if count is None else count
        arriving, self.line = self.line[:count], self.line[count:]
        for frame in arriving:
            self.held.apply(frame)


class Loop:
    """Runs at once what the product hands to the server's loop."""

    def is_running(self) -> bool:
        return True

    def call_soon_threadsafe(self, call: Callable[..., None], *facts: Any) -> None:
        if isinstance(facts[0], AccessChange):
            look_again(facts[0])
        else:
            call(*facts)


def look_again(change: AccessChange) -> None:
    """Take those out of places who may no longer be there, as the hub does on its threads."""
    for client in [one for one in hub.sockets if hub._concerns(change, one)]:
        assert isinstance(client, Client)
        person = client.person
        client.identity = Identity(person, access_for(person))
        readable = readable_places(client.identity.standing, client.places)
        for place in client.places - readable:
            hub.quit(client, place)
            client.drop(place)
        if not person.is_active:
            hub.leave(client)


def repair() -> None:
    """Tell each place how far it is when something was not heard, as the hub does."""
    for place, latest in news_of(list(hub.inside)).items():
        hub.deliver(place, latest.sequence, WrittenFrame(latest.frame))


def stop_server() -> None:
    """End the server: all lines are cut, and nothing of the hub remains."""
    for client in list(hub.sockets):
        assert isinstance(client, Client)
        client.leave()
    hub.sockets.clear()
    hub.inside.clear()
    hub.sequences.clear()
