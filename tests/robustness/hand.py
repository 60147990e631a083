"""Decisions taken beside a running server, by a program of its own: lines of JSON in and out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import django

from tests.e2e.product import ROOT
from tests.robustness.product import Product


@dataclass(frozen=True)
class Person:
    """A signed-in member: their key and their cookies."""

    key: int
    cookies: str

    @property
    def session(self) -> str:
        return self.cookies.partition("sessionid=")[2].partition(";")[0]


class Hand:
    """The other end of a program that acts on a product's database."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self.program = program
        self.number = 0

    def do(self, name: str, **facts: Any) -> Any:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps([name, facts]) + "\n")
        self.program.stdin.flush()
        return json.loads(self.program.stdout.readline())

    def newcomer(self) -> Person:
        self.number += 1
        return Person(*self.do("newcomer", number=self.number))

    def room(self) -> int:
        """Find the room in which all members read and write."""
        return int(self.do("room"))


@contextmanager
def hand_on(product: Product) -> Iterator[Hand]:
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.robustness.hand"],
        cwd=ROOT,
        env={**product.environment, "LOG_LEVEL": "ERROR"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Hand(program)
    finally:
        program.kill()
        program.communicate()


def newcomer(number: int) -> tuple[int, str]:
    from communities.circles.models import Community, Membership  # noqa: PLC0415 -- needs Django set up
    from communities.people.models import User  # noqa: PLC0415
    from communities.policy import Circle  # noqa: PLC0415
    from tests.performance.bench.session import cookies_of  # noqa: PLC0415
    from tests.robustness.world import BACKEND  # noqa: PLC0415

    email, name = f"new{number}@people.example", f"Newcomer {number}"
    person = User.objects.create(email=email, display_name=name, password="!", language="en")
    Membership.objects.create(community=Community.objects.get(), person=person, circle=Circle.OUTER)
    return person.pk, cookies_of(person, BACKEND)


def room() -> int:
    from communities.policy import Audience  # noqa: PLC0415 -- needs Django set up
    from forums.chat.models import Room  # noqa: PLC0415

    return Room.objects.filter(write_audience=Audience.OUTER)[0].pk


def closed_room() -> int:
    from communities.policy import Audience  # noqa: PLC0415 -- needs Django set up
    from forums.chat.models import Room  # noqa: PLC0415

    return Room.objects.filter(read_audience=Audience.CORE)[0].pk


def narrow(room: int, to: int) -> None:
    from communities.circles.services.audiences import Audiences  # noqa: PLC0415 -- needs Django
    from communities.people.models import User  # noqa: PLC0415
    from communities.policy import Audience  # noqa: PLC0415
    from forums.chat.models import Room  # noqa: PLC0415
    from forums.chat.services.rooms import change_room_audiences  # noqa: PLC0415

    change_room_audiences(
        room=Room.objects.get(pk=room),
        audiences=Audiences(Audience(to), Audience(to)),
        by=User.objects.order_by("pk")[0],
    )


def remove(person: int) -> None:
    from communities.circles.models import Community  # noqa: PLC0415 -- needs Django set up
    from communities.circles.services.membership import remove_member  # noqa: PLC0415
    from communities.people.models import User  # noqa: PLC0415

    remove_member(
        community=Community.objects.get(),
        person=User.objects.get(pk=person),
        by=User.objects.order_by("pk")[0],
        reason="",
    )


def suspend(person: int) -> None:
    from communities.people.models import User  # noqa: PLC0415 -- needs Django set up

    found = User.objects.get(pk=person)
    found.is_active = False
    found.save()


def change_password(person: int) -> None:
    from communities.people.models import User  # noqa: PLC0415 -- needs Django set up

    found = User.objects.get(pk=person)
    found.set_password("another horse")
    found.save()


def expire(session: str) -> None:
    from django.contrib.sessions.models import Session  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=session).update(expire_date=past)


def kept(room: int) -> list[tuple[int, str, str]]:
    """List what a room holds: key, client key, words."""
    from forums.chat.models import Message  # noqa: PLC0415 -- needs Django set up

    rows = Message.objects.filter(room=room).order_by("position")
    return [(one.pk, (one.client_key or "").partition(":")[2], one.body) for one in rows]


def say(room: int, count: int) -> None:
    """Let the first person say something, as an import or a letter does."""
    from communities.people.models import User  # noqa: PLC0415 -- needs Django set up
    from forums.chat.models import Room  # noqa: PLC0415
    from forums.chat.services.sending import send_message  # noqa: PLC0415

    author = User.objects.order_by("pk")[0]
    for number in range(count):
        send_message(room=Room(pk=room), author=author, body=f"Said {number}")


def answer(line: str) -> str:
    name, facts = json.loads(line)
    return json.dumps(globals()[name](**facts))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.robustness.settings")
    django.setup()
    for asked in sys.stdin:
        sys.stdout.write(answer(asked) + "\n")
        sys.stdout.flush()
