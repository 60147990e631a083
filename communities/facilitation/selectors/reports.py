"""Finding reports of cycles: one's own, and those published for more than the cycle's people."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from communities.access import visible_filter
from communities.circles.models import Community
from communities.facilitation.models import Cycle, CycleReport
from communities.policy import Action, Standing, can


@dataclass(frozen=True, slots=True)
class FoundReport:
    """The report of a cycle as somebody stands to it."""

    cycle: Cycle
    published: CycleReport | None
    is_inside: bool  # one of the people of the cycle


def visible_reports(standing: Standing, community: Community) -> QuerySet[CycleReport]:
    """Return the published reports of a community that one may read, the newest first."""
    readable = visible_filter(standing, community="cycle__community_id", invited_list=None)
    rows = CycleReport.objects.select_related("cycle__community")
    return rows.filter(readable, cycle__community=community)


def access_report(standing: Standing, pk: int) -> FoundReport:
    """Fetch the report of a cycle one belongs to, or that is published for one; else raise 404."""
    rows = Cycle.objects.select_related("community", "published_report")
    cycle = rows.filter(pk=pk).first()
    if cycle is None:
        raise Http404
    published: CycleReport | None = getattr(cycle, "published_report", None)
    is_inside = can(standing, Action.READ, cycle.scope)
    if not is_inside and (published is None or not can(standing, Action.READ, published.scope)):
        raise Http404
    return FoundReport(cycle, published, is_inside)
