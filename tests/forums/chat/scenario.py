"""What may happen to a room and to those who read it, one numbered step at a time."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from communities.access import access_for
from communities.circles.services.audiences import Audiences, audiences_of
from communities.circles.services.membership import join_community, remove_member
from communities.people.models import User
from communities.policy import Action, Audience, Circle, can
from forums.chat.models import Message, Reaction, Room
from forums.chat.selectors.messages import access_message, access_own_message
from forums.chat.services.changes import delete_message, edit_message, react, restore_message
from forums.chat.services.retention import forget_old_messages
from forums.chat.services.rooms import change_room_audiences, keep_messages_for, open_room
from forums.chat.services.sending import send_message
from forums.spaces.refusals import Refused
from tests.forums.chat.crowd import Client, repair, stop_server
from tests.forums.chat.reference import Frame
from tests.personas import Cast

CIRCLES = (Circle.OUTER, Circle.INNER)
READERS = (Audience.ORGANISATION, Audience.OUTER, Audience.OUTER, Audience.INNER)
DAYS, RECENT, SAID = 30, 4, 3
Step = tuple[int, int, int]


class Scenario:
    """A room, five people, two of them with two clients."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        audiences = Audiences(Audience.OUTER, Audience.OUTER)
        self.room = open_room(community=cast.community, name="Room", audiences=audiences)
        people = (cast.awa, cast.boubacar, cast.chloe, cast.diego, cast.esther)
        self.people = [one.pk for one in people]
        self.clients = [Client(one, self.room) for one in (*people, cast.boubacar, cast.chloe)]
        for client in self.clients:
            client.may_hold = self.may_hold
            client.join()
        keep_messages_for(room=self.room, days=DAYS, by=cast.awa)
        self.number = 0
        self.limits: dict[int, Audiences] = {}
        for number in range(len(self.people) - 1):
            self.invite(number, number)
        for number in range(SAID):
            self.do((0, number, 2 * number))

    def do(self, step: Step) -> None:
        """Do what the first number says; the others choose who and what."""
        kind, one, two = step
        act = STEPS[kind % len(STEPS)]
        with suppress(Refused, Http404, PermissionDenied):
            act(self, one, two)
        self.narrow_limits()

    def narrow_limits(self) -> None:
        """Remember of each message the narrowest audience it ever had: it is never let out again."""
        room = Room.objects.select_related("community").get(pk=self.room.pk)
        now = audiences_of(room.scope)
        for key in Message.objects.filter(room=room).values_list("pk", flat=True):
            limit = self.limits.get(key, now)
            people = [one for one in (limit.people, now.people) if one is not None]
            few = frozenset.intersection(*people) if people else None
            self.limits[key] = Audiences(max(limit.read, now.read), limit.write, few)

    def may_hold(self, person: User, key: int) -> bool:
        limit = self.limits.get(key)
        if limit is None:
            return True
        nearness = access_for(person).nearness(self.cast.community.pk)
        return nearness >= limit.read and (limit.people is None or person.pk in limit.people)

    def person(self, number: int) -> User:
        return User.objects.get(pk=self.people[number % len(self.people)])

    def member(self, number: int) -> User:
        """Choose somebody but Awa, who cares for the room."""
        return User.objects.get(pk=self.people[1 + number % (len(self.people) - 1)])

    def client(self, number: int) -> Client:
        return self.clients[number % len(self.clients)]

    def message(self, number: int) -> Message:
        keys = list(Message.objects.filter(room=self.room).values_list("pk", flat=True))
        if not keys:
            raise Http404
        return Message.objects.get(pk=keys[-1 - number % min(len(keys), RECENT)])

    # --- in the room

    def post(self, one: int, two: int) -> None:
        self.number += 1
        room = Room.objects.select_related("community").get(pk=self.room.pk)
        answers = two % 2 and Message.objects.filter(room=room).exists()
        reply_to = self.message(two // 2).pk if answers else None
        around = (self.person(one + turn) for turn in range(len(self.people)))
        writers = (who for who in around if can(access_for(who), Action.WRITE, room.scope))
        send_message(
            room=room,
            author=next(writers, self.person(one)),
            body=f"Words {self.number} for @Boubacar" if two % 5 == 0 else f"Words {self.number}",
            client_key=f"key-{self.number}",
            reply_to=reply_to,
        )

    def send_again(self, one: int, two: int) -> None:
        message = self.message(one)
        key = (message.client_key or "").partition(":")[2]
        send_message(room=self.room, author=message.author, body="Other words", client_key=key)

    def edit(self, one: int, two: int) -> None:
        message = self.message(one)
        found = access_message(access_for(message.author), message.pk)
        edit_message(message=found, editor=message.author, body=f"Edited {two}")

    def delete(self, one: int, two: int) -> None:
        message = self.message(one)
        by = self.cast.awa if two % 2 else message.author
        found = access_own_message(access_for(by), message.pk, by)
        delete_message(message=found, by=by)

    def restore(self, one: int, two: int) -> None:
        gone = Message.objects.filter(room=self.room, deleted_at__isnull=False).first()
        restore_message(message=gone or self.message(one))

    def react(self, one: int, two: int) -> None:
        person = self.person(two)
        message = access_message(access_for(person), self.message(one).pk, Action.WRITE)
        if message.deleted_at is None:
            react(message=message, person=person, kind=Reaction.Kind.values[two % 5])

    # --- who may be there

    def suspend(self, one: int, two: int) -> None:
        person = self.member(one)
        person.is_active = not person.is_active
        person.save()

    def remove(self, one: int, two: int) -> None:
        remove_member(
            community=self.cast.community, person=self.member(one), by=self.cast.awa, reason=""
        )

    def invite(self, one: int, two: int) -> None:
        join_community(
            community=self.cast.community,
            person=self.member(one),
            circle=CIRCLES[two % 2],
            by=self.cast.awa,
        )

    def audiences(self, one: int, two: int) -> None:
        read = READERS[one % len(READERS)]
        people = frozenset(self.people[: 1 + two % 4]) if two % 5 == 0 else None
        wanted = Audiences(read, max(read, Audience.OUTER), people)
        change_room_audiences(room=self.room, audiences=wanted, by=self.cast.awa)

    def retain(self, one: int, two: int) -> None:
        room = Room.objects.get(pk=self.room.pk)
        keep_messages_for(room=room, days=DAYS if one % 2 else None, by=self.cast.awa)
        forget_old_messages()

    def pass_time(self, one: int, two: int) -> None:
        """Make the older messages old, and forget them where that was decided."""
        old = Message.objects.filter(room=self.room, position__lte=self.message(one).position)
        old.update(sent_at=timezone.now() - timedelta(days=DAYS + 1))
        forget_old_messages()

    # --- on the line

    def join(self, one: int, two: int) -> None:
        self.client(one).join()

    def leave(self, one: int, two: int) -> None:
        self.client(one).leave()

    def restart(self, one: int, two: int) -> None:
        self.client(one).restart()

    def deliver(self, one: int, two: int) -> None:
        self.client(one).deliver(two)

    def lose(self, one: int, two: int) -> None:
        client = self.busy_client(one)
        client.line.remove(self.news(client, two))

    def double(self, one: int, two: int) -> None:
        client = self.busy_client(one)
        client.line.insert(two % (len(client.line) + 1), self.news(client, two))

    def shuffle(self, one: int, two: int) -> None:
        client = self.busy_client(one)
        news = self.news(client, two)
        client.line.remove(news)
        client.line.append(news)

    def busy_client(self, number: int) -> Client:
        return next(
            (one for one in self.clients[number % len(self.clients) :] if one.line),
            self.client(number),
        )

    def news(self, client: Client, number: int) -> Frame:
        """Choose a frame of news; whether one is in the room is told in order, or not at all."""
        news = [frame for frame in client.line if frame["t"] in {"m", "at"}]
        if not news:
            raise Http404
        return news[number % len(news)]

    def repair(self, one: int, two: int) -> None:
        repair()

    def restart_server(self, one: int, two: int) -> None:
        stop_server()


OFTEN = [Scenario.post, Scenario.post, Scenario.join, Scenario.deliver, Scenario.deliver]
IN_ROOM = [Scenario.edit, Scenario.delete, Scenario.restore, Scenario.react, Scenario.send_again]
ACCESS = [Scenario.suspend, Scenario.remove, *[Scenario.invite] * 3, *[Scenario.audiences] * 2]
KEEPING = [Scenario.retain, Scenario.pass_time]
LINE = [
    Scenario.deliver,
    Scenario.lose,
    Scenario.lose,
    Scenario.double,
    Scenario.shuffle,
    Scenario.leave,
]
RESTARTS = [Scenario.restart, Scenario.repair, Scenario.restart_server]
STEPS: list[Callable[[Scenario, int, int], None]] = [
    *OFTEN, *OFTEN, *OFTEN, *IN_ROOM, *IN_ROOM, Scenario.edit, Scenario.edit, *ACCESS, *KEEPING, *LINE, *RESTARTS,
]  # fmt: skip
