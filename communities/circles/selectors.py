"""Finding communities and what concerns their members, as far as one may see it."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from communities.access import require
from communities.circles.models import (
    CircleChange,
    CircleProposal,
    Community,
    Invitation,
    JoinRequest,
    Membership,
    StaffEntry,
)
from communities.people.models import User
from communities.policy import Action, Audience, Standing

Row = TypeVar("Row", bound=Model)


def access_community(standing: Standing, slug: str, action: Action = Action.READ) -> Community:
    """Fetch a community by its address; 404 when it may not be known, 403 when only refused."""
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Http404
    require(standing, action, community)
    return community


def may_see_members(standing: Standing, community: Community) -> bool:
    """Members and organisation readers see who belongs; others see the core group alone."""
    near = standing.nearness(community.pk) >= Audience.ORGANISATION
    return near or community.pk in standing.entered


def members_of(community: Community, name: str = "") -> QuerySet[Membership]:
    """Return the memberships, innermost first, perhaps only of people of that name."""
    rows = Membership.objects.filter(community=community).select_related("person")
    if name:
        rows = rows.filter(person__display_name__icontains=name)
    return rows.order_by("-circle", "person__display_name", "pk")


def membership_of(community: Community, person: User) -> Membership | None:
    """Return how the person belongs to the community, if so."""
    return Membership.objects.filter(community=community, person_id=person.pk).first()


def access_membership(community: Community, pk: int) -> Membership:
    """Fetch a membership of this community or raise 404."""
    return _of_community(Membership.objects.select_related("person"), community, pk)


def access_invitation(community: Community, pk: int) -> Invitation:
    """Fetch an invitation of this community or raise 404."""
    return _of_community(Invitation.objects.all(), community, pk)


def access_request(community: Community, pk: int) -> JoinRequest:
    """Fetch a request to join this community or raise 404."""
    return _of_community(JoinRequest.objects.select_related("person", "community"), community, pk)


def access_proposal(community: Community, pk: int) -> CircleProposal:
    """Fetch a proposed circle of this community or raise 404."""
    rows = CircleProposal.objects.select_related("person", "community")
    return _of_community(rows, community, pk)


def _of_community(rows: QuerySet[Row], community: Community, pk: int) -> Row:
    row = rows.filter(community=community, pk=pk).first()
    if row is None:
        raise Http404
    return row


def open_invitations(community: Community) -> QuerySet[Invitation]:
    """Return the invitations that were not withdrawn, newest first."""
    rows = Invitation.objects.filter(community=community, revoked_at__isnull=True)
    return rows.select_related("invited_by")


def open_requests(community: Community) -> QuerySet[JoinRequest]:
    """Return the requests nobody has answered yet."""
    rows = JoinRequest.objects.filter(community=community, decided_at__isnull=True)
    return rows.select_related("person")


def open_proposals(community: Community) -> QuerySet[CircleProposal]:
    """Return the proposed circles nobody has decided on yet."""
    rows = CircleProposal.objects.filter(community=community, decided_at__isnull=True)
    return rows.select_related("person")


def history_of(community: Community) -> QuerySet[CircleChange]:
    """Return every change of circle, newest first."""
    rows = CircleChange.objects.filter(community=community)
    return rows.select_related("person", "changed_by")


def staff_entries_of(community: Community) -> QuerySet[StaffEntry]:
    """Return when site staff entered protected places, newest first."""
    return StaffEntry.objects.filter(community=community).select_related("person")
