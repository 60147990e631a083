"""Finding imports of many files."""

from django.db.models import QuerySet
from django.http import Http404

from communities.circles.models import Community
from resources.library.models import ResourceImport


def access_import(community: Community, pk: int) -> ResourceImport:
    """Fetch an import of this community or raise 404; callers have asked for CARE."""
    found = imports_of(community).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def imports_of(community: Community) -> QuerySet[ResourceImport]:
    """Return a community's imports, the last one first."""
    return ResourceImport.objects.filter(community=community).select_related("community")
