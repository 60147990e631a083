"""What the boxes of the form suggest: words in use on resources that one may read."""

from django.db.models import Count, Max, QuerySet

from communities.policy import Standing
from resources.library.models import ResourcePage
from resources.library.places.countries import country_key, country_names
from resources.library.selectors.facets import FACETS
from resources.library.selectors.resources import visible_resources

MOST = 100
SUGGESTED = ("country", "sector", "theme", "tag")


def words_in_use(standing: Standing) -> dict[str, list[str]]:
    """Return the most frequent words of each facet that is free text, and every country."""
    rows = visible_resources(standing).order_by()
    words = {name: _frequent(rows, name) for name in SUGGESTED}
    countries = country_names()
    regions = [word for word in words["country"] if country_key(word) not in countries]
    return words | {"country": [*regions, *countries.values()]}


def _frequent(rows: QuerySet[ResourcePage], name: str) -> list[str]:
    """Return one spelling of each word."""
    key, label = FACETS[name]
    used = rows.exclude(**{key: ""}).filter(**{f"{key}__isnull": False}).values(key)
    counted = used.annotate(label=Max(label), count=Count("pk")).order_by("-count", "label")
    return list(counted.values_list("label", flat=True)[:MOST])
