"""What becomes of memberships when an author is claimed, or an account is closed."""

from communities.circles.models import CircleProposal, Membership
from communities.circles.services.membership import (
    MembershipRefused,
    join_community,
    leave_community,
)
from communities.people.models import User
from communities.people.services.arrival import claim_steps
from communities.people.services.closing import AccountNeeded, closing_steps
from communities.policy import Circle


@claim_steps.register
def claim_standing(author: User, person: User) -> None:
    """Let the person stand where the core group put the author, or nearer if they did already."""
    for membership in Membership.objects.filter(person=author).select_related("community"):
        circle = Circle(membership.circle)
        membership.delete()
        if membership.community.is_open:
            join_community(community=membership.community, person=person, circle=circle, by=None)
    decided = CircleProposal.objects.filter(person=person).values("community")
    CircleProposal.objects.filter(person=author, community__in=decided).delete()
    CircleProposal.objects.filter(person=author).update(person=person)


@closing_steps.register
def leave_everything(person: User) -> None:
    """Leave each community; raise ``AccountNeeded`` where nobody would care for it."""
    for membership in Membership.objects.filter(person=person).select_related("community"):
        alone = (
            not Membership.objects.filter(community=membership.community)
            .exclude(person=person)
            .exists()
        )
        if alone or not membership.community.is_open:
            membership.delete()
            continue
        try:
            leave_community(community=membership.community, person=person)
        except MembershipRefused as refusal:
            raise AccountNeeded(f"{membership.community}: {refusal}") from refusal
