"""What a community's page shows, to readers and in the editors' preview."""

from typing import Any

from django.http import HttpRequest

from communities.circles.choices import CircleChoice
from communities.circles.context import audience_words, community_context
from communities.circles.models import Community
from communities.pages.selectors import circle_sizes, core_group


def community_page_context(request: HttpRequest, shown: Community, page: object) -> dict[str, Any]:
    """Gather what a community's page shows, in the editors' preview too."""
    sizes = circle_sizes(shown)
    return community_context(request, shown, "home") | {
        "page": page,
        "audience": audience_words(shown.scope),
        "core_group": core_group(shown)[:12],
        "circles": [
            {"level": level, "label": CircleChoice(level).label, "count": count}
            for level, count in sizes.items()
        ],
    }
