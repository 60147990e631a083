"""A small world in a database of its own: ``world FILE`` builds it and writes down where to go."""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import django

WRITERS, READERS, TOPICS = 8, 50, 3
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class World:
    """The cookies of who writes and who reads, the space they are in and its topics."""

    writers: list[str]
    readers: list[str]
    space: int
    topics: list[int]

    @classmethod
    def load(cls, file: Path) -> "World":
        return cls(**json.loads(file.read_text("utf-8")))


def build() -> World:
    """Found a community in which everybody may write."""
    from django.core.management import call_command  # noqa: PLC0415 -- needs Django set up

    from communities.circles.models import Membership  # noqa: PLC0415
    from communities.circles.services.founding import found_community  # noqa: PLC0415
    from communities.people.models import User  # noqa: PLC0415
    from communities.policy import Audience, Circle  # noqa: PLC0415
    from forums.spaces.models import Space  # noqa: PLC0415
    from forums.spaces.services.talk import start_topic  # noqa: PLC0415
    from tests.performance.bench.session import cookies_of  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    names = [f"Person {number}" for number in range(WRITERS + READERS + 1)]
    people = User.objects.bulk_create(
        User(email=f"person{number}@people.example", display_name=name, password="!")
        for number, name in enumerate(names)
    )
    founder, *members = people
    community = found_community(
        founder=founder, name="Water for all", purpose="Share what we learned.", language="en"
    )
    Membership.objects.bulk_create(
        Membership(community=community, person=person, circle=Circle.OUTER) for person in members
    )
    space = Space.objects.get(community=community, write_audience=Audience.OUTER)
    topics = [
        start_topic(space=space, author=founder, title=f"Topic {number}", body=f"Words {number}")
        for number in range(TOPICS)
    ]
    cookies = [cookies_of(person, BACKEND) for person in members]
    keys = [written.post.topic_id for written in topics]
    return World(cookies[:WRITERS], cookies[WRITERS:], space.pk, keys)


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(asdict(build())), "utf-8")
