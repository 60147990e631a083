"""Finding archives on their way into a community."""

from django.http import Http404

from communities.circles.models import Community
from forums.mail.models import ArchiveImport


def access_archive(community: Community, pk: int) -> ArchiveImport:
    """Fetch an archive of this community or raise 404; callers have asked for CARE."""
    rows = ArchiveImport.objects.select_related("space__forum", "space__community", "community")
    archive = rows.filter(community=community, pk=pk).first()
    if archive is None:
        raise Http404
    return archive
