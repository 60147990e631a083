"""What search engines may list: of each layer only what a visitor may read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from communities.access import visible_communities
from communities.circles.models import Community
from communities.policy import NOBODY
from forums.spaces.models import Topic
from forums.spaces.selectors.topics import visible_topics
from resources.library.models import ResourcePage
from resources.library.selectors.public import public_resources

MOST = 5000  # addresses in one file


class Places(Sitemap[Any]):
    """Addresses under the site's own name, whatever name it was asked under."""

    limit = MOST

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_latest_lastmod(self) -> None:
        """Leave it out of the index: Django would fetch every row to find it."""


class FixedPlaces(Places):
    """The pages every site has."""

    def items(self) -> Sequence[str]:
        return ("home", "communities:index", "library:index", "library:lists", "help:index")

    def location(self, item: str) -> str:
        return reverse(item)


class Communities(Places):
    """Communities everybody may know of."""

    def items(self) -> QuerySet[Community]:
        return visible_communities(NOBODY).order_by("pk")


class Resources(Places):
    """Public resources, with the day of their last change."""

    def items(self) -> QuerySet[ResourcePage]:
        return public_resources().order_by("pk")

    def lastmod(self, item: ResourcePage) -> datetime:
        changed: datetime = item.last_published_at
        return changed


class Topics(Places):
    """Topics of public spaces, with the day of their last post."""

    def items(self) -> QuerySet[Topic]:
        return visible_topics(NOBODY).only("slug", "updated", "last_post_on").order_by("pk")

    def location(self, item: Topic) -> str:
        return reverse("spaces:topic", args=[item.pk, item.slug])

    def lastmod(self, item: Topic) -> datetime:
        changed: datetime = item.last_post_on or item.updated
        return changed


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "pages": FixedPlaces,
    "communities": Communities,
    "resources": Resources,
    "topics": Topics,
}


def count_places() -> int:
    """Count every address of the map."""
    return sum(
        section().paginator.count for section in (FixedPlaces, Communities, Resources, Topics)
    )
