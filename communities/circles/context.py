"""What every page of a community tells: where one is, who one is here, who can read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.access import standing_of
from communities.circles.choices import AudienceChoice
from communities.circles.models import Community
from communities.circles.readers import count_readers
from communities.policy import Action, Audience, Scope, can, is_protected


@dataclass(frozen=True, slots=True)
class AudienceWords:
    """Who can read a place, in words."""

    words: str
    is_protected: bool


def community_context(request: HttpRequest, community: Community, tab: str = "") -> dict[str, Any]:
    """Build what ``layouts/community.html`` needs."""
    standing = standing_of(request)
    level = standing.nearness(community.pk)
    return {
        "community": community,
        "tab": tab,
        "standing_level": int(level),
        "standing_label": standing_label(level, entered=community.pk in standing.entered),
        "can_care": can(standing, Action.CARE, community.scope),
    }


def standing_label(level: Audience, *, entered: bool = False) -> str:
    """Name a standing in the reader's words; strangers have none."""
    if entered:
        return _("Site staff, for an hour")
    if level == Audience.ORGANISATION:
        return _("Organisation reader")
    if level >= Audience.OUTER:
        return str(AudienceChoice(level).label) if level != Audience.OUTER else _("Outer circle")
    return ""


def audience_words(scope: Scope) -> AudienceWords:
    """Say who can read a place: “Inner circle · 12 people can read this”."""
    return words_of_audiences([scope])[scope]


def words_of_audiences(scopes: Iterable[Scope]) -> dict[Scope, AudienceWords]:
    """Say it of many places, in as few queries as of one."""
    return {
        scope: AudienceWords(_words_of(scope, count), is_protected(scope))
        for scope, count in count_readers(scopes).items()
    }


def _words_of(scope: Scope, count: int | None) -> str:
    if count is None:
        return _("Everybody can read this")
    if scope.invited_list_id is not None:
        return ngettext(
            "Invited people · %(count)d person can read this",
            "Invited people · %(count)d people can read this",
            count,
        ) % {"count": count}
    return ngettext(
        "%(audience)s · %(count)d person can read this",
        "%(audience)s · %(count)d people can read this",
        count,
    ) % {"audience": AudienceChoice(scope.read).label, "count": count}
