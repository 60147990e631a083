"""Scenes for access tests: one community with something in every kind of place."""

from dataclasses import dataclass

from communities.circles.services.audiences import Audiences
from communities.circles.services.founding import Founding, founding_steps
from communities.policy import Audience
from forums.chat.models import Message, Room
from forums.chat.services.rooms import open_room
from forums.chat.services.sending import send_message
from forums.spaces.models import Post, Space, Topic
from forums.spaces.services.polls import open_poll
from forums.spaces.services.spaces import open_space
from forums.spaces.services.talk import reply_to_topic, start_topic
from tests.personas import Cast, make_cast

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

    @staticmethod
    def secret(place: str) -> str:
        return f"secret-of-{place.replace('_', '-')}"


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
    return Scene(cast, spaces, topics, posts, rooms, messages)
