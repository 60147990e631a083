"""Harvesters ask for what changed: what is told of a resource may, without a new version of it."""

from django.db.models import QuerySet
from django.utils import timezone

from communities.circles.models import Community
from communities.circles.services.care import community_changed
from resources.library.models import ResourcePage


def note_change(pages: QuerySet[ResourcePage]) -> None:
    """Let published resources count as changed now."""
    pages.filter(last_published_at__isnull=False).update(last_published_at=timezone.now())


@community_changed.register
def note_change_of_community(community: Community) -> None:
    """A community's name stands in its records, and its audience decides which are public."""
    note_change(ResourcePage.objects.filter(community=community))
