"""One door before every page of Wagtail's admin.

Stock Wagtail asks for rights in most of its views, and each year finds one that forgot. Here an
address that names a community's page is absent for whoever has no right on it, whatever the view.
"""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.permissions import page_permission_policy

from communities.access import require, standing_of
from communities.pages.models import Edited, ScopedPage
from communities.policy import Action

GetResponse = Callable[[HttpRequest], HttpResponseBase]
PAGES = "/cms/pages/"
REPORTS = "/cms/reports/"  # they span all communities, so they are for who looks after the site
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
            require_rights(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]  # Django's protocol
    return middleware


def require_rights(request: HttpRequest) -> None:
    """Raise 404 when the address names a community's page without a right of this person.

    Rights are not enough: a superuser has them all, and a named list may leave an editor out.
    """
    named = [int(number) for number in NUMBERS.findall(request.path)]
    for page in ScopedPage.objects.select_related("community").filter(pk__in=named):
        require(standing_of(request), Action.READ, Edited(page))
        if not page_permission_policy.user_has_any_permission_for_instance(
            request.user, {"add", "change", "publish"}, page
        ):
            raise Http404
