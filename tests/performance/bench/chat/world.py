"""Fills a database with a community, its people with a session each, and its rooms."""

from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from communities.circles.models import Community, Membership
from communities.people.models import User
from communities.policy import Audience, Circle
from forums.chat.models import Room
from tests.performance.bench.chat.people import People
from tests.performance.bench.session import CSRF_SECRET
from tests.performance.bench.words import person_name

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@transaction.atomic
def fill(people: int, rooms: int) -> People:
    """Add what the crowd needs; everybody may read and write in every room."""
    community = Community.objects.create(
        name="Community of the crowd", slug="crowd", purpose="To talk.", language="en"
    )
    crowd = User.objects.bulk_create(
        User(
            email=f"chatter{number}@people.example",
            display_name=person_name(number),
            language="en",
            password="!",
        )
        for number in range(people)
    )
    Membership.objects.bulk_create(
        Membership(community=community, person=one, circle=Circle.OUTER) for one in crowd
    )
    opened = Room.objects.bulk_create(
        Room(
            community=community,
            name=f"Room {number}",
            read_audience=Audience.OUTER,
            write_audience=Audience.OUTER,
            order=number,
        )
        for number in range(rooms)
    )
    sessions = Session.objects.bulk_create(session_of(one) for one in crowd)
    cookies = [f"sessionid={one.session_key}; csrftoken={CSRF_SECRET}" for one in sessions]
    return People(cookies, [room.pk for room in opened])


def session_of(person: User) -> Session:
    """Make a session as signing in makes it."""
    facts = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: BACKEND,
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    return Session(
        session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
        session_data=SessionStore().encode(facts),
        expire_date=timezone.now() + timedelta(days=1),
    )
