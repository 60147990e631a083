"""Scenes for access tests: one community with something in every kind of place."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.circles.services.audiences import Audiences, make_invited_list
from communities.circles.services.founding import Founding, founding_steps
from communities.facilitation.choices import Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Session, SessionFormat
from communities.facilitation.services.formats import copy_format
from communities.facilitation.services.planning import SessionFacts, plan_session
from communities.policy import Audience
from forums.chat.models import Message, Room
from forums.chat.services.rooms import open_room
from forums.chat.services.sending import send_message
from forums.spaces.models import Post, Space, Topic
from forums.spaces.services.polls import open_poll
from forums.spaces.services.spaces import open_space
from forums.spaces.services.talk import reply_to_topic, start_topic
from resources.library.choices import Adoption, Kind
from resources.library.facts import Facts
from resources.library.models import Adaptation, ReadingList, ResourceFile, ResourcePage
from resources.library.services.files import add_file
from resources.library.services.practices import take_stance, tell_adaptation
from resources.library.services.proposals import propose_resource
from resources.library.services.reading_lists import make_list, put_on_list
from resources.library.services.review import approve_resource
from tests.personas import Cast, make_cast
from tests.photographs import Photographed

PLACES = ("public", "signed_in", "organisation", "outer", "inner", "core", "invited")


@dataclass(frozen=True)
class Scene:
    """The cast, a space for every audience, and in each a topic that holds a secret."""

    cast: Cast
    spaces: dict[str, Space]
    topics: dict[str, Topic]
    posts: dict[str, Post]
    rooms: dict[str, Room]
    messages: dict[str, Message]
    resources: dict[str, ResourcePage]
    adaptations: dict[str, Adaptation]
    draft: ResourcePage
    files: dict[str, ResourceFile]
    lists: dict[str, ReadingList]
    format: SessionFormat
    session: Session

    @staticmethod
    def secret(place: str) -> str:
        return f"secret-of-{place.replace('_', '-')}"


@Photographed
def make_scene() -> Scene:
    """Awa writes a secret into a topic of every space; the invited list holds Awa and Boubacar."""
    cast = make_cast()
    founding_steps.run(Founding(cast.community, cast.awa))
    few = frozenset({cast.awa.pk, cast.boubacar.pk})
    spaces, topics, posts, rooms, messages = {}, {}, {}, {}, {}
    for place in PLACES:
        is_listed = place == "invited"
        read = Audience.OUTER if is_listed else Audience[place.upper()]
        write = max(read, Audience.OUTER)
        audiences = Audiences(read, write, few if is_listed else None)
        name = f"Space {Scene.secret(place)}"
        spaces[place] = open_space(
            community=cast.community, name=name, audiences=audiences, description=name
        )
        title, body = f"Topic {Scene.secret(place)}", f"Words {Scene.secret(place)}"
        first = start_topic(space=spaces[place], author=cast.awa, title=title, body=body)
        topics[place] = first.post.topic
        posts[place] = reply_to_topic(
            topic=first.post.topic, author=cast.awa, body=f"More {Scene.secret(place)}"
        ).post
        open_poll(topic=topics[place], question=Scene.secret(place), options=["yes", "no"])
        rooms[place] = open_room(
            community=cast.community, name=f"Room {Scene.secret(place)}", audiences=audiences
        )
        messages[place] = send_message(
            room=rooms[place], author=cast.awa, body=f"Said {Scene.secret(place)}"
        ).message
    kept = {place: keep_resource(cast, place) for place in PLACES}
    told = {place: adapt_resource(cast, kept[place], place) for place in PLACES}
    draft = propose_resource(
        community=cast.community, by=cast.awa, facts=practice_of("core", Audience.PUBLIC)
    )
    files = {place: add_note(cast, kept[place], place) for place in PLACES}
    lists = {place: share_list(cast, kept, place) for place in PLACES}
    adapted = copy_format(
        community=cast.community,
        by=cast.awa,
        content=shipped()["co-development"],
        name=f"Format {Scene.secret('outer')}",
    )
    return Scene(
        cast=cast,
        spaces=spaces,
        topics=topics,
        posts=posts,
        rooms=rooms,
        messages=messages,
        resources=kept,
        adaptations=told,
        draft=draft,
        files=files,
        lists=lists,
        format=adapted,
        session=prepare_session(cast),
    )


def prepare_session(cast: Cast) -> Session:
    """Let Awa plan a session with Boubacar as its client; nobody else hears of it."""
    secret = Scene.secret("invited")
    return plan_session(
        community=cast.community,
        by=cast.awa,
        facts=SessionFacts(
            title=f"Session {secret}",
            question=f"Question {secret}",
            place=f"Place {secret}",
            starts_at=timezone.now() + timedelta(days=3),
            time_zone="Europe/Paris",
            confidentiality="What is said here stays here.",
        ),
        content=shipped()["co-development"],
        people={cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT},
    )


def practice_of(place: str, read: Audience) -> Facts:
    """Word a good practice that holds the place's secret wherever words may stand."""
    secret = Scene.secret(place)
    return Facts(
        kind=Kind.PRACTICE,
        title=f"Practice {secret}",
        summary=f"Summary {secret}",
        text=f"Text {secret}",
        what_was_done=f"Done {secret}",
        language="en",
        country=f"Country {secret}",
        sector=f"Sector {secret}",
        theme=f"Theme {secret}",
        tags=(f"Tag {secret}",),
        authors=("Awa", f"Author {secret}"),
        read_audience=read,
    )


def keep_resource(cast: Cast, place: str) -> ResourcePage:
    """Publish a good practice for a place's readers."""
    is_listed = place == "invited"
    read = Audience.OUTER if is_listed else Audience[place.upper()]
    few = frozenset({cast.awa.pk, cast.boubacar.pk})
    audiences = Audiences(read, Audience.CORE, few if is_listed else None)
    page = propose_resource(
        community=cast.community,
        by=cast.awa,
        facts=practice_of(place, read),
        invited_list=make_invited_list(community=cast.community, name=place, audiences=audiences),
    )
    approve_resource(page=page, by=cast.awa)
    return ResourcePage.objects.get(pk=page.pk)


def add_note(cast: Cast, page: ResourcePage, place: str) -> ResourceFile:
    """Keep a file whose name holds the place's secret."""
    upload = SimpleUploadedFile(f"{Scene.secret(place)}.txt", b"words")
    return add_file(page=page, owner=cast.awa, upload=upload)


def share_list(cast: Cast, kept: dict[str, ResourcePage], place: str) -> ReadingList:
    """Let Awa share a list of every resource; no list is for named people, so its words are plain."""
    is_listed = place == "invited"
    words = "Everything" if is_listed else f"List {Scene.secret(place)}"
    shared = make_list(
        owner=cast.awa,
        title=words,
        description=words,
        community=cast.community,
        read_audience=Audience.PUBLIC if is_listed else Audience[place.upper()],
    )
    for page in kept.values():
        put_on_list(reading_list=shared, page=page)
    return shared


def adapt_resource(cast: Cast, page: ResourcePage, place: str) -> Adaptation:
    """Let Awa adopt and adapt a good practice."""
    secret = Scene.secret(place)
    take_stance(page=page, person=cast.awa, adoption=Adoption.ADOPTED, place=f"Place {secret}")
    return tell_adaptation(
        page=page, author=cast.awa, place=f"Place {secret}", changed=f"Changed {secret}"
    )
