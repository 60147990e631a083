"""The matrix in plain words: what each standing may do in every place of a community.

Higher layers register what places they have; the words come from ``policy.can`` alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from communities.circles.context import AudienceWords, audience_words
from communities.circles.models import Community
from communities.policy import Action, Audience, Scope, Standing, can


@dataclass(frozen=True, slots=True)
class Place:
    """Something with audiences: a space, a page."""

    name: str
    address: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class DescribedPlace:
    """A place and what each standing may do there, from visitor to core group."""

    place: Place
    audience: AudienceWords
    rights: tuple[str, ...]


Describe = Callable[[Community, Standing], Iterable[Place]]
_descriptions: list[Describe] = []


def describe_places(describe: Describe) -> Describe:
    """Register a layer's places."""
    if describe not in _descriptions:
        _descriptions.append(describe)
    return describe


def described_places(community: Community, standing: Standing) -> list[DescribedPlace]:
    """List the places the asking person may know of, with everybody's rights."""
    own = Place(_("Home page of the community"), community.get_absolute_url(), community.scope)
    places = [own]
    for describe in _descriptions:
        places.extend(describe(community, standing))
    return [
        DescribedPlace(
            place,
            audience_words(place.scope),
            tuple(_right(_standing(community, level, place.scope), place) for level in Audience),
        )
        for place in places
    ]


def _standing(community: Community, level: Audience, scope: Scope) -> Standing:
    lists = frozenset() if scope.invited_list_id is None else frozenset({scope.invited_list_id})
    return Standing(
        is_signed_in=level > Audience.PUBLIC,
        communities={community.pk: level} if level > Audience.SIGNED_IN else {},
        invited_lists=lists,
    )


def _right(standing: Standing, place: Place) -> str:
    if not can(standing, Action.READ, place.scope):
        return _("cannot see that it exists")
    if place.scope.invited_list_id is not None:
        writes = can(standing, Action.WRITE, place.scope)
        return _("reads and writes, if invited") if writes else _("reads, if invited")
    return _("reads and writes") if can(standing, Action.WRITE, place.scope) else _("reads")
