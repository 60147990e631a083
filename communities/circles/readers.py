"""How many people can read a place."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from communities.circles.models import InvitedListEntry, Membership
from communities.people.models import OrganisationMember, User
from communities.policy import Audience, Scope

KEEP_SECONDS = 60


def count_readers(scopes: Iterable[Scope]) -> dict[Scope, int | None]:
    """Count whose standing opens each place; none means everybody (a public place).

    Kept for a minute, so that the words above a reply box cost nothing; else one query for each
    level and one for all lists, however many places are asked for.
    """
    keys = {scope: _key(scope) for scope in scopes}
    counts = cache.get_many(set(keys.values()))
    missing = {key: scope for scope, key in keys.items() if key not in counts}
    fresh: dict[str, int | None] = {}
    listed = {key: scope for key, scope in missing.items() if scope.invited_list_id is not None}
    for key, scope in missing.items():
        if scope.invited_list_id is None:
            is_public = scope.read == Audience.PUBLIC
            fresh[key] = None if is_public else readers_of(scope).count()
    if listed:
        on_lists = _count_on_lists(listed.values())
        fresh |= {key: on_lists[scope] for key, scope in listed.items()}
    if fresh:
        cache.set_many(fresh, KEEP_SECONDS)
    return {scope: (counts | fresh)[key] for scope, key in keys.items()}


def recount_readers(scope: Scope) -> None:
    """Count anew once this commits: somebody was let in, or is no longer."""
    transaction.on_commit(partial(cache.delete, _key(scope)), robust=True)


def _key(scope: Scope) -> str:
    return f"readers:{scope.community_id}:{int(scope.read)}:{scope.invited_list_id}"


def _count_on_lists(scopes: Collection[Scope]) -> dict[Scope, int]:
    circle = Membership.objects.filter(
        person=OuterRef("person"), community=OuterRef("invited_list__community")
    )
    hosts = OrganisationMember.objects.filter(
        person=OuterRef("person"),
        organisation__hosted_communities=OuterRef("invited_list__community"),
    )
    rows = InvitedListEntry.objects.filter(
        invited_list__in={scope.invited_list_id for scope in scopes},
        person__is_active=True,
        person__email__isnull=False,
    ).values_list("invited_list", Subquery(circle.values("circle")[:1]), Exists(hosts), named=False)
    near: dict[int, list[int]] = defaultdict(list)
    for invited_list, level, is_reader in rows:
        farthest = Audience.ORGANISATION if is_reader else Audience.SIGNED_IN
        near[invited_list].append(max(farthest, level or farthest))
    return {
        scope: sum(level >= scope.read for level in near[scope.invited_list_id or 0])
        for scope in scopes
    }


def readers_of(scope: Scope) -> QuerySet[User]:
    """Return the people who can read a place: the set behind the number."""
    people = User.objects.filter(is_active=True, email__isnull=False)
    if scope.read > Audience.SIGNED_IN:
        near = Q(
            pk__in=User.objects.filter(
                memberships__community=scope.community_id, memberships__circle__gte=scope.read
            ).values("pk")
        )
        if scope.read == Audience.ORGANISATION:
            near |= Q(
                pk__in=User.objects.filter(
                    organisation_links__organisation__hosted_communities=scope.community_id
                ).values("pk")
            )
        people = people.filter(near)
    if scope.invited_list_id is not None:
        people = people.filter(invited_list_entries__invited_list=scope.invited_list_id)
    return people
