"""The audiences of a place as people choose them: two levels, perhaps narrowed to named people.

A named list belongs to one place and is never rewritten: to let others in is to make a new list,
so that what was said under the old one stays with the people who stood on it.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from communities.circles.models import Community, InvitedList, InvitedListEntry
from communities.policy import Audience, Scope


@dataclass(frozen=True, slots=True)
class Audiences:
    """Who may read and write in a place."""

    read: Audience
    write: Audience
    people: frozenset[int] | None = None  # the keys of the only people, or none for all


def audiences_of(scope: Scope) -> Audiences:
    """Return the audiences a place has; one query when a list narrows it."""
    people = None
    if scope.invited_list_id is not None:
        entries = InvitedListEntry.objects.filter(invited_list=scope.invited_list_id)
        people = frozenset(entries.values_list("person_id", flat=True))
    return Audiences(scope.read, scope.write, people)


def lets_more_in(wanted: Audiences, now: Audiences) -> bool:
    """Tell whether anybody could read under the wanted audiences who cannot now."""
    if wanted.read < now.read:
        return True
    if now.people is None:
        return False
    return wanted.people is None or not wanted.people <= now.people


@transaction.atomic
def make_invited_list(
    *, community: Community, name: str, audiences: Audiences
) -> InvitedList | None:
    """Make the list that narrows a place to its people; none when nothing narrows it."""
    if audiences.people is None:
        return None
    invited_list = InvitedList.objects.create(community=community, name=name)
    InvitedListEntry.objects.bulk_create(
        InvitedListEntry(invited_list=invited_list, person_id=pk) for pk in sorted(audiences.people)
    )
    return invited_list


def drop_invited_list(invited_list: InvitedList | None) -> bool:
    """Delete a list that narrows nothing any more; one still in use stays."""
    if invited_list is None:
        return False
    try:
        invited_list.delete()
    except ProtectedError:
        return False
    return True
