"""The spaces of a community, described for the matrix of who may do what."""

from collections.abc import Iterator

from communities.circles.models import Community
from communities.circles.places import Place
from communities.policy import Standing
from forums.spaces.selectors.spaces import visible_spaces


def spaces_of(community: Community, standing: Standing) -> Iterator[Place]:
    """Yield the spaces the asking person may know of."""
    for space in visible_spaces(standing, community):
        yield Place(str(space.forum.name), space.get_absolute_url(), space.scope)
