"""What everybody may read, also who is not known here: the only door to feeds, maps and harvests."""

from django.db.models import QuerySet

from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.policy import NOBODY
from resources.library.models import ResourcePage
from resources.library.selectors.resources import visible_resources


def public_resources() -> QuerySet[ResourcePage]:
    """Return what a visitor may read, with its community and without its text."""
    rows = visible_resources(NOBODY).filter(last_published_at__isnull=False)
    return rows.select_related("community").defer("body")


def newest_public(community: Community | None, limit: int) -> QuerySet[ResourcePage]:
    """Return the newest public resources, of one community or of all."""
    rows = public_resources()
    if community is not None:
        rows = rows.filter(community=community)
    return rows.order_by("-first_published_at", "-pk")[:limit]


def access_public_community(slug: str) -> Community:
    """Fetch a community that a visitor may know of, or raise 404."""
    return access_community(NOBODY, slug)
