"""Screens of Wagtail's admin that ask for no right before they name a page.

Stock Wagtail shows whoever once edited, locked or handed in a page its title for ever, a reviewer
every waiting page, and a superuser what was deleted. These do the same, less the pages the person
may not know of. To drop one: remove it from the hooks or from the site's addresses.
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.wagtail_hooks import PageAdminURLFinder
from wagtail.models import Page, PageLogEntry
from wagtail.permissions import policy_registry

from communities.pages.rights import hidden_among, without_hidden

Context = dict[str, Any]


class KnownSubmissions(UserObjectsInWorkflowModerationPanel):
    """What the person handed in."""

    def get_context_data(self, parent_context: Context) -> Context:
        context: Context = super().get_context_data(parent_context)
        states = list(context["workflow_states"])
        hidden = hidden_among(context["request"].user, [one.content_object.pk for one in states])
        context["workflow_states"] = [one for one in states if one.content_object.pk not in hidden]
        return context


class KnownReviews(WorkflowObjectsToModeratePanel):
    """What waits for the person's decision."""

    def get_context_data(self, parent_context: Context) -> Context:
        context: Context = super().get_context_data(parent_context)
        states = context["states"]
        hidden = hidden_among(context["request"].user, [one["obj"].pk for one in states])
        context["states"] = [one for one in states if one["obj"].pk not in hidden]
        return context


class KnownEdits(RecentEditsPanel):
    """What the person edited."""

    def get_context_data(self, parent_context: Context) -> Context:
        context: Context = super().get_context_data(parent_context)
        edits = context["last_edits"]
        hidden = hidden_among(context["request"].user, [page.pk for _when, page in edits])
        context["last_edits"] = [one for one in edits if one[1].pk not in hidden]
        return context


class KnownLocks(LockedPagesPanel):
    """What the person locked."""

    def get_context_data(self, parent_context: Context) -> Context:
        context: Context = super().get_context_data(parent_context)
        context["locked_pages"] = without_hidden(context["request"].user, context["locked_pages"])
        return context


class KnownPages(PagesSummaryItem):
    """How many pages there are."""

    def get_context_data(self, parent_context: Context) -> Context:
        context: Context = super().get_context_data(parent_context)
        policy = policy_registry.get_by_type(Page)
        pages = policy.explorable_instances(self.request.user).filter(depth__gt=1)
        return context | {"total_pages": pages.count()}


class KnownPageFinder(PageAdminURLFinder):
    """Where a page is edited: lists of what uses a thing name only pages that have such a place."""

    def get_edit_url(self, instance: Page) -> str | None:
        if self.user and hidden_among(self.user, [instance.pk]):
            return None
        address: str | None = super().get_edit_url(instance)
        return address


INSTEAD: dict[Any, Any] = {
    WorkflowObjectsToModeratePanel: KnownReviews,
    UserObjectsInWorkflowModerationPanel: KnownSubmissions,
    RecentEditsPanel: KnownEdits,
    LockedPagesPanel: KnownLocks,
}


class LocksReport(LockedPagesView):
    """The report of locked pages."""

    def get_queryset(self) -> QuerySet[Any]:
        pages: QuerySet[Any] = without_hidden(self.request.user, super().get_queryset())
        return pages


class HistoryReport(LogEntriesView):
    """The report of everything that was done, less what was deleted: nobody knows its readers."""

    def filter_queryset(self, queryset: Any) -> Any:  # noqa: ANN401 -- of one of several logs
        if queryset.model is PageLogEntry:
            known = policy_registry.get_by_type(Page).explorable_instances(self.request.user)
            queryset = queryset.filter(page__in=known.values("pk"))
        return super().filter_queryset(queryset)


class KnownAlone:
    """All the pages of a list, for an act on many at once."""

    def get_all_objects_in_listing_query(self, parent_id: str | None) -> set[int]:
        keys = set(super().get_all_objects_in_listing_query(parent_id))  # type: ignore[misc]  # mixed in below
        return keys - hidden_among(self.request.user, keys)  # type: ignore[attr-defined]  # the view's


BULK_ACTIONS = [
    type(stock.__name__, (KnownAlone, stock), {})
    for stock in (DeleteBulkAction, MoveBulkAction, PublishBulkAction, UnpublishBulkAction)
]
