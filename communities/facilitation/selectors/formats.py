"""Finding formats, as far as one may see them."""

from django.db.models import QuerySet
from django.http import Http404

from communities.access import require
from communities.circles.models import Community
from communities.facilitation.models import FormatVersion, SessionFormat
from communities.policy import Action, Audience, Scope, Standing, can


def formats_scope(community: Community) -> Scope:
    """Members read a community's formats, the core group changes them."""
    return SessionFormat(community=community).scope


def formats_of(standing: Standing, community: Community) -> QuerySet[SessionFormat]:
    """Return a community's own formats in use, for who may read them."""
    if not can(standing, Action.READ, formats_scope(community)):
        return SessionFormat.objects.none()
    return SessionFormat.objects.filter(community=community, retired_at__isnull=True)


def access_format(
    standing: Standing, community: Community, pk: int, action: Action = Action.READ
) -> SessionFormat:
    """Fetch a format of this community; 404 when it may not be read, 403 when only refused."""
    found = SessionFormat.objects.filter(community=community, pk=pk).first()
    if found is None:
        raise Http404
    found.community = community
    require(standing, action, found)
    return found


def access_version(session_format: SessionFormat, number: int | None = None) -> FormatVersion:
    """Fetch a version of a format, the newest when none is named, or raise 404."""
    rows = session_format.versions.select_related("made_by")
    found = rows.first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def communities_led(standing: Standing) -> QuerySet[Community]:
    """Return the open communities in whose core group a person is."""
    led = [pk for pk, level in standing.communities.items() if level == Audience.CORE]
    return Community.objects.filter(pk__in=led, closed_at__isnull=True)
