"""What the core group decides about the community, and staff entering it."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from communities.circles.models import (
    CircleProposal,
    Community,
    CommunityHost,
    StaffEntry,
)
from communities.circles.services.membership import join_community
from communities.people.models import Organisation, User
from communities.policy import Circle
from communities.steps import Steps

ENTRY_LASTS = timedelta(hours=1)

community_changed: Steps[[Community]] = Steps()  # its page follows


@transaction.atomic
def change_community(
    *,
    community: Community,
    name: str,
    purpose: str,
    read_audience: int,
    accepts_requests: bool,
    hosts: Iterable[Organisation],
) -> None:
    """Keep new facts of a community; its address stays."""
    community.name = name
    community.purpose = purpose
    community.read_audience = read_audience
    community.accepts_requests = accepts_requests
    community.save(update_fields=["name", "purpose", "read_audience", "accepts_requests"])
    wanted = {organisation.pk for organisation in hosts}
    links = CommunityHost.objects.filter(community=community)
    links.exclude(organisation__in=wanted).delete()
    kept = set(links.values_list("organisation_id", flat=True))
    CommunityHost.objects.bulk_create(
        CommunityHost(community=community, organisation_id=pk) for pk in sorted(wanted - kept)
    )
    community_changed.run(community)


@transaction.atomic
def close_community(*, community: Community) -> bool:
    """Make a community read only; who could read it still can."""
    rows = Community.objects.filter(pk=community.pk, closed_at__isnull=True)
    return bool(rows.update(closed_at=timezone.now()))


@transaction.atomic
def reopen_community(*, community: Community) -> bool:
    """Let people write and join again."""
    rows = Community.objects.filter(pk=community.pk, closed_at__isnull=False)
    return bool(rows.update(closed_at=None))


@transaction.atomic
def enter_community(*, community: Community, person: User, reason: str) -> StaffEntry:
    """Let a superuser read protected places for an hour; the members see who, when and why."""
    return StaffEntry.objects.create(
        community=community, person=person, reason=reason, until=timezone.now() + ENTRY_LASTS
    )


@transaction.atomic
def decide_proposal(*, proposal: CircleProposal, by: User, accept: bool) -> bool:
    """Accept or dismiss a proposed circle; a dismissed one does not come back."""
    rows = CircleProposal.objects.filter(pk=proposal.pk, decided_at__isnull=True)
    if not rows.update(decided_at=timezone.now(), was_accepted=accept):
        return False
    if accept:
        join_community(
            community=proposal.community,
            person=proposal.person,
            circle=Circle(proposal.circle),
            by=by,
        )
    return True
