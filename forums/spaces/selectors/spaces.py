"""Finding spaces one may read."""

from django.db.models import QuerySet
from django.http import Http404

from communities.access import require, visible
from communities.circles.models import Community, InvitedListEntry
from communities.circles.services.audiences import audiences_of
from communities.policy import Action, Audience, Scope, Standing
from forums.spaces.models import Space, SpaceChange


def access_space(standing: Standing, pk: int, action: Action = Action.READ) -> Space:
    """Fetch a space; 404 when it may not be read, 403 when only refused."""
    space = Space.objects.select_related("forum", "community").filter(pk=pk).first()
    if space is None:
        raise Http404
    require(standing, action, space)
    return space


def visible_spaces(standing: Standing, community: Community) -> QuerySet[Space]:
    """Return the spaces of a community that this person may read, in their order."""
    rows = visible(standing, Space.objects.filter(community=community))
    return rows.select_related(
        "forum", "community", "forum__last_post__poster", "forum__last_post__topic"
    )


def spaces_within(standing: Standing, community: Community, scope: Scope) -> QuerySet[Space]:
    """Return the open spaces where nobody would read who cannot read a place of this scope."""
    now = audiences_of(scope)
    others = visible_spaces(standing, community).filter(
        archived_at__isnull=True, read_audience__gte=scope.read
    )
    if now.people is None:
        return others
    strangers = InvitedListEntry.objects.exclude(person__in=now.people)
    return others.filter(invited_list__isnull=False).exclude(
        invited_list__in=strangers.values("invited_list")
    )


def changes_of(space: Space) -> QuerySet[SpaceChange]:
    """Return who changed the audiences of a space, newest first."""
    return SpaceChange.objects.filter(space=space).select_related("changed_by")


def open_forum_of(community: Community) -> Space | None:
    """Return the widest space in which every member writes: where an archive moves in."""
    rows = Space.objects.filter(
        community=community, write_audience=Audience.OUTER, archived_at__isnull=True
    )
    return rows.select_related("community", "forum").order_by("read_audience", "position").first()
