"""The only doors to resources: what one may read, in lists and one by one."""

from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404

from communities.access import require, visible, visible_communities, visible_filter
from communities.circles.models import Community
from communities.pages.models import CommunityPage, Goal
from communities.people.models import User
from communities.policy import Action, Audience, Standing, can
from resources.library.models import Credit, ResourcePage


def visible_resources(standing: Standing) -> QuerySet[ResourcePage]:
    """Return the published resources this person may read: the twin of ``scope``.

    A resource is never wider than its community, so both conditions hold.
    """
    known = visible_filter(standing, "community__", community="pk", invited_list=None)
    rows: QuerySet[ResourcePage] = visible(standing, ResourcePage.objects.live())
    return rows.filter(known)


def access_resource(
    standing: Standing,
    pk: int,
    person: User | AnonymousUser,
    action: Action = Action.READ,
) -> ResourcePage:
    """Fetch a resource; 404 when it may not be read, 403 when only refused.

    Before its publication it is read by its proposer and the core group, in its latest words.
    """
    found = _with_everything().filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.live:
        require(standing, action, found)
        return found
    _require_draft(standing, found, person, action)
    draft: ResourcePage = found.get_latest_revision_as_object()
    draft.community, draft.owner = found.community, found.owner
    return draft


def _with_everything() -> QuerySet[ResourcePage]:
    rows: QuerySet[ResourcePage] = ResourcePage.objects.select_related("community", "goal", "owner")
    return rows


def _is_own_draft(standing: Standing, page: ResourcePage, person: User | AnonymousUser) -> bool:
    """The proposer reads the own draft while a member; who was removed no longer does."""
    near = standing.nearness(page.community_id) >= Audience.OUTER
    near = near or _is_guest_of_library(standing, page.community)
    return near and person.is_authenticated and page.owner_id == person.pk


def _require_draft(
    standing: Standing, page: ResourcePage, person: User | AnonymousUser, action: Action
) -> None:
    scope = page.draft_scope
    own = _is_own_draft(standing, page, person)
    if not own and not can(standing, Action.READ, scope):
        raise Http404
    if action is not Action.READ and not can(standing, action, scope):
        raise PermissionDenied


def may_edit(standing: Standing, page: ResourcePage, person: User | AnonymousUser) -> bool:
    """The core group edits; the proposer too, until the resource is published."""
    if can(standing, Action.CARE, page.draft_scope):
        return True
    return not page.live and page.scope.is_open and _is_own_draft(standing, page, person)


def may_propose(standing: Standing, community: Community) -> bool:
    """Every member proposes while the community is open; to the site's library, whoever is here."""
    if can(standing, Action.WRITE, replace(community.scope, write=Audience.OUTER)):
        return True
    return community.is_open and _is_guest_of_library(standing, community)


def _is_guest_of_library(standing: Standing, community: Community) -> bool:
    """Whoever is signed in and may know of the site's library proposes to it without belonging."""
    reads = can(standing, Action.READ, community.scope)
    return community.is_library and standing.is_signed_in and reads


def site_library(standing: Standing) -> Community | None:
    """Return the community that keeps the site's library, if there is one one may know of."""
    return visible_communities(standing).filter(is_library=True).first()


def goals_of(community: Community) -> QuerySet[Goal]:
    """Return a community's goals, those of the copies of its page left out."""
    return Goal.objects.filter(page__community=community, page__alias_of__isnull=True)


def original_page(community: Community) -> CommunityPage | None:
    """Return the page under which a community's resources stand."""
    rows = CommunityPage.objects.filter(community=community, alias_of__isnull=True)
    page: CommunityPage | None = rows.first()
    return page


def credits_of(page: ResourcePage) -> list[Credit]:
    """Return who made a resource, in order; two queries however many."""
    credited: list[Credit] = list(page.credits.all())
    prefetch_related_objects(credited, "person")
    return credited


def latest_resources(
    standing: Standing, community: Community, limit: int
) -> QuerySet[ResourcePage]:
    """Return a community's newest resources that this person may read."""
    rows = visible_resources(standing).filter(community=community).select_related("community")
    return rows.defer("body").order_by("-first_published_at", "-pk")[:limit]


def own_drafts(community: Community, person: User) -> QuerySet[ResourcePage]:
    """Return what a person proposed here that is not published yet."""
    rows: QuerySet[ResourcePage] = ResourcePage.objects.filter(
        owner=person, community=community, live=False
    )
    return rows.defer("body").order_by("-latest_revision_created_at", "-pk")
