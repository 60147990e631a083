"""Joining, moving between circles, leaving; each step is kept in the history."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.circles.models import (
    CircleChange,
    Community,
    InvitedListEntry,
    JoinRequest,
    Membership,
)
from communities.people.models import User
from communities.policy import Circle
from communities.steps import Steps

# A step of a higher layer learns of every change: (community, person, new circle or None).
membership_steps: Steps[[Community, User, Circle | None]] = Steps()


class MembershipRefused(Exception):  # noqa: N818 -- a refusal, worded for people
    """The change cannot be made; the message says why and what to do."""


@transaction.atomic
def join_community(
    *, community: Community, person: User, circle: Circle, by: User | None, reason: str = ""
) -> bool:
    """Make somebody a member; who is one already moves inwards only."""
    require_open(community)
    membership = _lock(community, person)
    if membership is not None and membership.circle >= circle:
        return False
    if membership is not None:
        return _move(membership, circle, by, reason)
    Membership.objects.create(community=community, person=person, circle=circle)
    _record(community, person, (None, circle), by, reason)
    JoinRequest.objects.filter(community=community, person=person, decided_at__isnull=True).update(
        decided_at=timezone.now(), decided_by=by, was_accepted=True
    )
    return True


@transaction.atomic
def change_own_circle(*, community: Community, person: User, circle: Circle) -> bool:
    """Move oneself between inner and outer; the core group is entered by its own choice only."""
    membership = _lock(community, person)
    if membership is None or circle == Circle.CORE:
        raise MembershipRefused(_("Only the core group can take somebody in; nothing was changed."))
    if membership.circle == circle:
        return False
    if membership.circle == Circle.CORE:
        require_another_core_member(community, person)
    return _move(membership, circle, person, "")


@transaction.atomic
def promote_to_core(*, community: Community, person: User, by: User) -> bool:
    """Take a member into the core group."""
    membership = _lock(community, person)
    if membership is None:
        raise MembershipRefused(_("This person is not a member; invite them first."))
    if membership.circle == Circle.CORE:
        return False
    return _move(membership, Circle.CORE, by, "")


@transaction.atomic
def leave_community(*, community: Community, person: User) -> bool:
    """Leave; posts stay. The last core member names a successor first."""
    membership = _lock(community, person)
    if membership is None:
        return False
    if membership.circle == Circle.CORE:
        require_another_core_member(community, person)
    _end(membership, person, "")
    return True


@transaction.atomic
def remove_member(*, community: Community, person: User, by: User, reason: str) -> bool:
    """End somebody's membership; the reason is kept and told to them."""
    if person == by:
        raise MembershipRefused(_("To go yourself, choose “Leave the community”."))
    membership = _lock(community, person)
    if membership is None:
        return False
    if membership.circle == Circle.CORE:
        require_another_core_member(community, person)
    _end(membership, by, reason)
    return True


def require_open(community: Community) -> None:
    """Raise ``MembershipRefused`` when the community is closed."""
    if not community.is_open:
        raise MembershipRefused(
            _("This community is closed: it can be read, but nobody can join any more.")
        )


def require_another_core_member(community: Community, person: User) -> None:
    """Raise ``MembershipRefused`` when nobody else would care for the community."""
    others = Membership.objects.filter(
        community=community, circle=Circle.CORE, person__is_active=True
    ).exclude(person=person)
    if not others.exists():
        raise MembershipRefused(
            _(
                "You are the last member of the core group. Take somebody into it first, "
                "on the members page, or close the community."
            )
        )


def _lock(community: Community, person: User) -> Membership | None:
    # All core members are locked, so that two of them leaving at once see each other.
    rows = Membership.objects.select_for_update().filter(community=community)
    list(rows.filter(circle=Circle.CORE).values_list("pk"))
    return rows.filter(person=person).first()


def _move(membership: Membership, circle: Circle, by: User | None, reason: str) -> bool:
    before = membership.circle
    membership.circle = circle
    membership.save(update_fields=["circle"])
    _record(membership.community, membership.person, (before, circle), by, reason)
    return True


def _end(membership: Membership, by: User, reason: str) -> None:
    community, person = membership.community, membership.person
    before = membership.circle
    membership.delete()
    InvitedListEntry.objects.filter(invited_list__community=community, person=person).delete()
    _record(community, person, (before, None), by, reason)


def _record(
    community: Community,
    person: User,
    change: tuple[int | None, Circle | None],
    by: User | None,
    reason: str,
) -> None:
    CircleChange.objects.create(
        community=community,
        person=person,
        from_circle=change[0],
        to_circle=change[1],
        changed_by=by,
        reason=reason,
    )
    membership_steps.run(community, person, change[1])
