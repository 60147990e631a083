"""Resources on pages of lower layers: the newest of a community, and what waits in Care."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context

from communities.access import standing_of
from communities.circles.models import Community
from resources.library.models import ResourcePage
from resources.library.selectors import resources, review

register = template.Library()


@register.simple_tag(takes_context=True)
def latest_resources(
    context: Context, community: Community, limit: int = 5
) -> QuerySet[ResourcePage]:
    """Fetch the newest resources of a community that the reader may read."""
    return resources.latest_resources(standing_of(context["request"]), community, limit)


@register.simple_tag(takes_context=True)
def waiting_resources(context: Context, community: Community) -> dict[str, Any]:
    """Count what waits for the core group."""
    standing = standing_of(context["request"])
    return {
        "proposals": review.proposals_of(standing, community).count(),
        "due": review.due_for_review(standing, community).count(),
    }
