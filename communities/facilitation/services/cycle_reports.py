"""Publishing the report of a cycle at a chosen audience, and taking it back."""

from django.db import transaction

from communities.circles.models import Community
from communities.circles.services.care import community_changed
from communities.facilitation.models import Cycle, CycleReport
from communities.facilitation.services.cycles import lock_cycle
from communities.facilitation.services.planning import require_open
from communities.policy import Audience


@transaction.atomic
def publish_report(*, cycle: Cycle, read: Audience) -> bool:
    """Let others than the people of a cycle read its report, but nobody its community is not for.

    Raises ``SessionRefused`` when the community is closed.
    """
    locked = lock_cycle(cycle)
    require_open(locked)
    read = max(read, Audience(locked.community.read_audience))
    if CycleReport.objects.filter(cycle=locked, read_audience=read).exists():
        return False
    CycleReport.objects.update_or_create(cycle=locked, defaults={"read_audience": read})
    return True


@transaction.atomic
def withdraw_report(*, cycle: Cycle) -> bool:
    """Leave the report to the people of the cycle; that is possible in a closed community, too."""
    return bool(CycleReport.objects.filter(cycle=lock_cycle(cycle)).delete()[0])


@community_changed.register
def narrow_reports(community: Community) -> None:
    """No report is wider than its community."""
    rows = CycleReport.objects.filter(cycle__community=community)
    wider = rows.filter(read_audience__lt=community.read_audience)
    wider.update(read_audience=community.read_audience)
