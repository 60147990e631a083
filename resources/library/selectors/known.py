"""What the boxes of the form suggest: words in use on resources that one may read."""

from django.db.models import Count, QuerySet

from communities.policy import Standing
from resources.library.models import ResourcePage
from resources.library.selectors.facets import FACETS
from resources.library.selectors.resources import visible_resources

MOST = 100
SUGGESTED = ("country", "sector", "theme", "tag")


def words_in_use(standing: Standing) -> dict[str, list[str]]:
    """Return the most frequent words of each facet that is free text."""
    rows = visible_resources(standing).order_by()
    return {name: _frequent(rows, FACETS[name][1]) for name in SUGGESTED}


def _frequent(rows: QuerySet[ResourcePage], field: str) -> list[str]:
    used = rows.exclude(**{field: ""}).filter(**{f"{field}__isnull": False}).values_list(field)
    return [
        word for word, _count in used.annotate(count=Count("pk")).order_by("-count", field)[:MOST]
    ]
