"""The only doors to reading lists: those one may read, and on each only what one may read."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from communities.access import visible_filter
from communities.circles.models import Community
from communities.people.models import User
from communities.policy import Action, Audience, Standing, can
from resources.library.models import ReadingList, ResourcePage
from resources.library.selectors.resources import visible_resources

Person = User | AnonymousUser


def visible_lists(standing: Standing, person: Person) -> QuerySet[ReadingList]:
    """Return one's own lists, and those shared with this person: the twin of ``scope``."""
    known = visible_filter(standing, "community__", community="pk", invited_list=None)
    shared = visible_filter(standing, invited_list=None) & Q(community__isnull=False)
    allowed = shared & known
    if person.is_authenticated:
        allowed |= Q(owner=person)
    rows = ReadingList.objects.filter(allowed)
    return rows.select_related("community", "owner").order_by("-pk")


def shared_lists(
    standing: Standing, person: Person, community: Community | None
) -> QuerySet[ReadingList]:
    """Return the lists that stand on a library's page: shared ones, of one community or of all."""
    rows = visible_lists(standing, person)
    if community is None:
        return rows.filter(community__isnull=False)
    return rows.filter(community=community)


def access_list(standing: Standing, pk: int, person: Person) -> ReadingList:
    """Fetch a reading list that this person may read, or raise 404."""
    found = ReadingList.objects.select_related("community", "owner").filter(pk=pk).first()
    if found is None or not _may_read(standing, found, person):
        raise Http404
    return found


def access_list_to_change(standing: Standing, pk: int, person: Person) -> ReadingList:
    """Fetch one's own list; 403 when it is another's, or shared where one no longer writes."""
    found = access_list(standing, pk, person)
    if not may_change(standing, found, person):
        raise PermissionDenied
    return found


def is_owner(reading_list: ReadingList, person: Person) -> bool:
    """Tell whose list it is."""
    return person.is_authenticated and reading_list.owner_id == person.pk


def may_change(standing: Standing, reading_list: ReadingList, person: Person) -> bool:
    """Its owner changes a list; a shared one only while writing where it is shared."""
    scope = reading_list.scope
    return is_owner(reading_list, person) and (scope is None or can(standing, Action.WRITE, scope))


def may_unshare(standing: Standing, reading_list: ReadingList, person: Person) -> bool:
    """Its owner takes a shared list back; the core group of its community may too."""
    scope = reading_list.scope
    if scope is None:
        return False
    return is_owner(reading_list, person) or can(standing, Action.CARE, scope)


def _may_read(standing: Standing, reading_list: ReadingList, person: Person) -> bool:
    scope = reading_list.scope
    shared = scope is not None and can(standing, Action.READ, scope)
    return shared or is_owner(reading_list, person)


def resources_on(standing: Standing, reading_list: ReadingList) -> QuerySet[ResourcePage]:
    """Return what of a list this person may read, in its order; the rest is not there."""
    rows = visible_resources(standing).filter(list_items__reading_list=reading_list)
    return rows.select_related("community").defer("body").order_by("list_items__position", "pk")


def own_lists(standing: Standing, person: User) -> QuerySet[ReadingList]:
    """Return the lists a person may add to: the twin of ``may_change``."""
    writable = Q(community__isnull=True) | Q(community__in=communities_to_share_in(standing))
    return ReadingList.objects.filter(writable, owner=person).order_by("-pk")


def communities_to_share_in(standing: Standing) -> QuerySet[Community]:
    """Return the open communities in which one writes as a member."""
    near = [key for key, level in standing.communities.items() if level >= Audience.OUTER]
    return Community.objects.filter(pk__in=near, closed_at__isnull=True).order_by("name")
