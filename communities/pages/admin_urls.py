"""Reports of Wagtail's admin that stand before its own of the same address."""

from typing import Any

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from communities.pages.admin_screens import HistoryReport, LocksReport


def _shown(report: Any, **facts: bool) -> Any:  # noqa: ANN401 -- Wagtail's views are not typed
    return never_cache(require_admin_access(report.as_view(**facts)))


urlpatterns = [
    path("locked/", _shown(LocksReport)),
    path("locked/results/", _shown(LocksReport, results_only=True)),
    path("site-history/", _shown(HistoryReport)),
    path("site-history/results/", _shown(HistoryReport, results_only=True)),
]
