"""Narrowing an unpublished resource to named people."""

from django.db import transaction

from communities.circles.services.audiences import (
    Audiences,
    audiences_of,
    drop_invited_list,
    make_invited_list,
)
from resources.library.models import ResourcePage

LONGEST_NAME = 100  # of a list


@transaction.atomic
def narrow_draft(*, page: ResourcePage, audiences: Audiences) -> bool:
    """Give a draft a list of its own for these people, or none; tell whether they are others.

    The list is the resource's, not a version's: every version takes it, so that none that is
    published later lets in whom this one leaves out.
    """
    if audiences_of(page.scope).people == audiences.people:
        return False
    old = page.invited_list
    name = page.draft_title[:LONGEST_NAME]
    page.invited_list = make_invited_list(community=page.community, name=name, audiences=audiences)
    ResourcePage.objects.filter(pk=page.pk).update(invited_list=page.invited_list)
    for version in page.revisions.all():
        version.content["invited_list"] = page.invited_list_id
        type(version).objects.filter(pk=version.pk).update(content=version.content)
    drop_invited_list(old)
    return True
