"""The rooms, for the page that tells who may do what where."""

from collections.abc import Iterable

from communities.circles.models import Community
from communities.circles.places import Place
from communities.policy import Standing
from forums.chat.selectors.rooms import visible_rooms


def rooms_of(community: Community, standing: Standing) -> Iterable[Place]:
    """List the rooms the asking person may know of."""
    for room in visible_rooms(standing, community):
        yield Place(room.name, room.get_absolute_url(), room.scope)
