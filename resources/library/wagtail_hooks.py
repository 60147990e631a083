"""In Wagtail's admin a copy of a resource stays with its community, as the resource does."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from resources.library.models import ResourcePage
from resources.library.models.resource import is_page_of

MAX_DIGITS = 18


@hooks.register("before_copy_page")
def copy_within_the_community(request: HttpRequest, page: Page) -> None:
    """Refuse a copy under another community's page: nobody would have decided who reads it there."""
    found = ResourcePage.objects.filter(pk=page.pk).first()
    if found is None or request.method != "POST":
        return
    target = request.POST.get("new_parent_page", "")
    known = target.isdecimal() and len(target) <= MAX_DIGITS
    if not known or not is_page_of(int(target), found.community_id):
        raise PermissionDenied
