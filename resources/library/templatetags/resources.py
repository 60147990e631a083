"""Resources on pages of lower layers: the newest of a community, and what waits in Care."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.template import Context

from communities.access import standing_of
from communities.circles.models import Community
from communities.facilitation.models import Cycle, Minutes
from resources.library.models import ResourcePage
from resources.library.selectors import resources, review, sessions

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


@register.simple_tag(takes_context=True)
def resource_of_session(context: Context, minutes: Minutes) -> dict[str, Any]:
    """Tell which resource was made of a session's minutes, or whether the reader may propose one."""
    request = context["request"]
    standing = standing_of(request)
    return {
        "page": sessions.resource_of(standing, minutes, request.user),
        "may_make": sessions.may_make_resource(standing, minutes, request.user),
    }


@register.simple_tag(takes_context=True)
def resources_of_cycle(context: Context, cycle: Cycle) -> QuerySet[ResourcePage]:
    """Fetch the resources made of a cycle's sessions that the reader may read."""
    return sessions.resources_of_cycle(standing_of(context["request"]), cycle)
