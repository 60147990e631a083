"""The files of a resource are read by whoever reads it."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from communities.people.models import User
from communities.policy import Standing
from resources.library.models import ResourceFile, ResourcePage
from resources.library.selectors.resources import access_resource

NOWHERE = 0  # the key of no page


def files_of(page: ResourcePage) -> QuerySet[ResourceFile]:
    """Return the files of a resource, in the order in which they came."""
    return ResourceFile.objects.filter(page=page.pk)


def access_file(
    standing: Standing, key: str, person: User | AnonymousUser
) -> tuple[ResourceFile, ResourcePage]:
    """Fetch a file and its resource; 404 when the resource may not be read."""
    found = ResourceFile.objects.filter(key=key).first()
    # What is absent is looked for as long as what is hidden: the time tells nothing.
    page = access_resource(standing, found.page_id if found else NOWHERE, person)
    if found is None:
        raise Http404
    return found, page
