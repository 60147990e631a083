"""Wagtail obeys the rule of access, and offers only what a core group needs."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.admin_url_finder import register_admin_url_finder
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page

from communities.access import require, standing_of
from communities.pages.admin_screens import BULK_ACTIONS, INSTEAD, KnownPageFinder, KnownPages
from communities.pages.models import ScopedPage
from communities.pages.selectors import hidden_from_editor
from communities.policy import Action

HIDDEN_MENU = {"help", "reports", "settings", "snippets"}
FILES = {"collections", "documents", "images"}
COUNTS_ALL = "page-types-usage"


@hooks.register("before_serve_page")
def serve_only_to_readers(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:  # noqa: ANN401 -- Wagtail's signature
    """Answer 404 for a community's page that the visitor may not read."""
    if isinstance(page, ScopedPage):
        require(standing_of(request), Action.READ, page)


@hooks.register("construct_explorer_page_queryset")
def list_only_readable(parent_page: Page, pages: Any, request: HttpRequest) -> Any:  # noqa: ANN401 -- Wagtail's signature
    """Leave out of the lists of pages what this editor may not read."""
    return pages.exclude(pk__in=hidden_from_editor(standing_of(request)).values("pk"))


@hooks.register("construct_homepage_panels")
def show_known_pages(request: HttpRequest, panels: list[Any]) -> None:
    """Leave out of the first page what the person may not know of."""
    for place, panel in enumerate(panels):
        if type(panel) in INSTEAD:
            panels[place] = INSTEAD[type(panel)]()


@hooks.register("construct_homepage_summary_items", order=1)
def count_known_pages(request: HttpRequest, items: list[Any]) -> None:
    """Count the pages the person may know of."""
    items[:] = [KnownPages(request) for one in items if isinstance(one, PagesSummaryItem)]


for bulk_action in BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action, order=1)

register_admin_url_finder(Page, KnownPageFinder)


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave a core member the pages; nobody finds Wagtail's own files."""
    hidden = FILES if request.user.is_superuser else HIDDEN_MENU | FILES
    menu_items[:] = [item for item in menu_items if item.name not in hidden]


@hooks.register("construct_settings_menu")
@hooks.register("construct_search")
def leave_out_files(request: HttpRequest, items: list[Any]) -> None:
    """Lead nobody to the files of Wagtail itself."""
    items[:] = [item for item in items if item.name not in FILES]


@hooks.register("construct_reports_menu")
def trim_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """Leave out the report that is absent: it counts every community's pages."""
    menu_items[:] = [item for item in menu_items if item.name != COUNTS_ALL]
