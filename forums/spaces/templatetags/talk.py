"""Talk on pages of lower layers: latest topics, what is new, Markdown."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from communities.access import standing_of
from forums.spaces.markup import render
from forums.spaces.selectors import topic_lists

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Render Markdown; the renderer's allow-list is what makes it safe."""
    return SafeString(render(text))


@register.simple_tag(takes_context=True)
def latest_topics(context: Context, community: Any = None, limit: int = 8) -> list[dict[str, Any]]:  # noqa: ANN401 -- a community or nothing
    """Fetch the newest topics the reader may read, of one community or of all."""
    standing = standing_of(context["request"])
    return topic_lists.latest_topics(standing, community and community.pk, limit)


@register.simple_tag(takes_context=True)
def unread_by_community(context: Context) -> list[dict[str, Any]]:
    """Group what is new for the reader by community, newest community first."""
    request = context["request"]
    if not request.user.is_authenticated:
        return []
    rows = topic_lists.unread_topics(standing_of(request), request.user)
    order = {row["community"]: number for number, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: order[row["community"]])
    groups = groupby(rows, key=itemgetter("community", "community_name", "community_slug"))
    return [
        {"name": name, "slug": slug, "topics": topics[:5], "count": len(topics)}
        for (_key, name, slug), found in groups
        for topics in [list(found)]
    ]
