"""One door before every page of Wagtail's admin.

Stock Wagtail asks for rights in most of its views, and each year finds one that forgot. Here an
address that names a community's page is absent for whoever has no right on it, whatever the view.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.models import GroupPagePermission, Page, WorkflowPage
from wagtail.permissions import policy_registry

from communities.access import require, standing_of
from communities.pages.models import Edited, ScopedPage
from communities.pages.selectors import hidden_from_editor
from communities.policy import Action

GetResponse = Callable[[HttpRequest], HttpResponseBase]
PAGES = "/cms/pages/"
REPORTS = "/cms/reports/"  # they span all communities, so they are for who looks after the site
BULK = "/cms/bulk/wagtailcore/page/"
GROUPS = "/cms/groups/"
OF_A_COMMUNITY = re.compile(rf"{GROUPS}|/cms/workflows/(?!tasks/)")
NUMBERS = re.compile(r"/(\d+)(?=/|$)")


def editors_only(get_response: GetResponse) -> GetResponse:
    """Answer 404 in the admin for pages of communities one does not edit."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: object, args: tuple[object, ...], kwargs: dict[str, object]
    ) -> None:
        if request.path.startswith(REPORTS) and not request.user.is_superuser:
            raise Http404
        if request.path.startswith(PAGES):
            require_rights(request, numbers_in(request.path))
        if request.path.startswith(BULK):
            asked = [*request.GET.getlist("id"), *request.GET.getlist("childOf")]
            require_rights(request, numbers_in("/".join(["", *asked])))
        require_known_owner(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django's protocol
    return middleware


def numbers_in(address: str) -> list[int]:
    """Return the keys an address names."""
    return [int(number) for number in NUMBERS.findall(address)]


def require_rights(request: HttpRequest, named: list[int]) -> None:
    """Raise 404 when a community's page is named without a right of this person.

    Rights are not enough: a superuser has them all, and a named list may leave an editor out.
    """
    policy = policy_registry.get_by_type(Page)
    for page in ScopedPage.objects.select_related("community").filter(pk__in=named):
        require(standing_of(request), Action.READ, Edited(page))
        if not policy.user_has_any_permission_for_instance(
            request.user, {"add", "change", "publish"}, page
        ):
            raise Http404


def require_known_owner(request: HttpRequest) -> None:
    """Raise 404 for the group or the review of a community whose page one may not know of.

    Their forms name that page; both follow the circles by themselves and need no editing.
    """
    if not OF_A_COMMUNITY.match(request.path):
        return
    hidden = hidden_from_editor(standing_of(request)).values("pk")
    named = numbers_in(request.path)
    owners: QuerySet[Any] = (
        GroupPagePermission.objects.filter(group__in=named)
        if request.path.startswith(GROUPS)
        else WorkflowPage.objects.filter(workflow__in=named)
    )
    if owners.filter(page__in=hidden).exists():
        raise Http404
