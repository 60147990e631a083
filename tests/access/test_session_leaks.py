"""What is said in a session reaches those who entered it, and nobody else, in any output."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from communities.circles.models import Membership
from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Participant, Session
from communities.facilitation.running import Act
from communities.facilitation.services.contributing import Words, contribute
from communities.facilitation.services.course import act_on_session, enter_session
from communities.facilitation.services.facts import facts_of
from communities.facilitation.services.planning import SessionFacts, plan_session
from communities.people.models import User
from communities.policy import Circle
from forums.chat.models import Room
from forums.chat.services.sending import send_message
from resources.search.choosing import engine
from resources.search.indexing import rebuild_index
from tests.access.test_leaks import FIXED, outputs, persona
from tests.worlds import Scene

TITLE, SHOWN, COVERED, BESIDE, PLACE = (
    "titled-so",
    "shown-so",
    "hidden-so",
    "beside-so",
    "placed-so",
)
INSIDE = {TITLE, SHOWN, BESIDE, PLACE}
WORDS = INSIDE | {COVERED}
HEARS = {
    "awa": INSIDE,
    "boubacar": WORDS,  # what is hidden is his own
    "not entered": {TITLE, PLACE},
    "core outside": set(),
    "diego": set(),
    "esther": set(),
    "fatou": set(),
    "gustave": set(),
    "nobody": set(),
    "suspended": set(),
}


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path) -> Iterator[None]:
    options = {"folder": tmp_path / "index"} if settings.SEARCH_OPTIONS else {}
    with override_settings(SEARCH_DIR=tmp_path, SEARCH_OPTIONS=options):
        engine.cache_clear()
        yield
    engine.cache_clear()


@pytest.fixture
def running(scene: Scene) -> Session:
    """Let Boubacar hide an idea, show a suggestion and talk beside; Chloe is core, and not in it."""
    cast = scene.cast
    Membership.objects.filter(person=cast.chloe).update(circle=Circle.CORE)
    session = plan_session(
        community=cast.community,
        by=cast.awa,
        facts=_facts(scene),
        content=shipped()["brainstorming"],
        people={cast.awa: Role.FACILITATOR, cast.boubacar: Role.PARTICIPANT},
    )
    for seat in session.participants.all():
        enter_session(seat=seat)
    _act(session, Act.START)
    _say(session, cast.boubacar, SHOWN)
    _act(session, Act.REVEAL)
    Session.objects.filter(pk=session.pk).update(revealed=[])
    session.contributions.update(step="reveal")
    _say(session, cast.boubacar, COVERED)
    room = Room.objects.get(session_link__session=session)
    send_message(room=room, author=cast.boubacar, body=f"whispered {BESIDE}")
    rebuild_index()
    return session


def _facts(scene: Scene) -> SessionFacts:
    return replace(facts_of(scene.session), title=f"whispered {TITLE}", question=TITLE, place=PLACE)


def _act(session: Session, what: Act) -> None:
    session.refresh_from_db()
    act_on_session(session=session, act=what, turn=session.turn)
    session.refresh_from_db()


def _say(session: Session, person: User, body: str) -> None:
    contribute(
        session=session,
        person=person,
        words=Words(kind=Kind.IDEA, step="ideas", body=f"whispered {body}"),
    )


def addresses(scene: Scene, session: Session) -> list[str]:
    room = Room.objects.get(session_link__session=session)
    said = [one.pk for one in session.contributions.all()]
    talk = f"/rooms/{room.pk}-x/"
    message = f"/m/{room.messages.get().pk}/"
    inside = f"/sessions/{session.pk}/"
    pages = ["", "live/", "changes/", "changes/?after=0", "calendar.ics", "register/", "minutes/"]
    pages += ["edit/", "duplicate/", "participants/", "dates/", "board/", "subjects/", "keeping/"]
    pages += [f"contributions/{pk}/edit/" for pk in said]
    return [
        *FIXED,
        *(one for one in outputs(scene) if one.startswith("/people/")),
        *(f"{inside}{page}" for page in pages),
        *(talk, f"{talk}?beside", f"/rooms/{room.pk}/changes/?after=0", message),
        *(f"/rooms/{room.pk}/{page}/" for page in ("settings", "keep", "people", "files")),
        *(f"{message}{page}/" for page in ("edit", "history")),
        "/search/?q=whispered",
    ]


def visitor(scene: Scene, session: Session, name: str) -> User | None:
    if name == "core outside":
        return scene.cast.chloe
    if name == "not entered":
        person = scene.cast.boubacar
        Participant.objects.filter(session=session, person=person).update(accepted_at=None)
        session.contributions.update(author=scene.cast.awa)
        room = Room.objects.get(session_link__session=session)
        room.invited_list.entries.filter(person=person).delete()
        return person
    return persona(scene, name)


@pytest.mark.parametrize("name", HEARS)
def test_what_is_said_stays_inside(
    scene: Scene, running: Session, name: str, client_of: Callable[[User | None], Client]
) -> None:
    client = client_of(visitor(scene, running, name))
    if name == "suspended":
        User.objects.filter(pk=scene.cast.boubacar.pk).update(is_active=False)
    heard: set[str] = set()

    for address in addresses(scene, running):
        answer = client.get(address, follow=address.startswith("/rooms/"))
        words = b"".join(answer) if answer.streaming else answer.content
        text = words.decode() + str(answer.headers)
        found = {word for word in WORDS if word in text}
        assert found <= HEARS[name], (name, address, found)
        heard |= found

    assert heard == HEARS[name]
