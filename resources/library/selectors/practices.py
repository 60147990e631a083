"""What others did with a good practice."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404

from communities.access import require
from communities.people.models import User
from communities.policy import Action, Standing, can
from resources.library.models import Adaptation, ResourcePage, Stance
from resources.library.selectors.resources import access_resource

MOST_STANCES = 200  # in the table by place


def access_practice(standing: Standing, pk: int, person: User | AnonymousUser) -> ResourcePage:
    """Fetch a published good practice that this person may read, or raise 404."""
    page = access_resource(standing, pk, person)
    if not (page.live and page.is_practice):
        raise Http404
    return page


def access_adaptation(standing: Standing, pk: int) -> Adaptation:
    """Fetch an adaptation of a resource that one may read, or raise 404."""
    rows = Adaptation.objects.select_related("page__community", "author")
    found = rows.filter(pk=pk, page__live=True).first()
    if found is None:
        raise Http404
    require(standing, Action.READ, found.page)
    return found


def adaptations_of(page: ResourcePage) -> QuerySet[Adaptation]:
    """Return how others adapted it, newest first."""
    return Adaptation.objects.filter(page=page.pk).select_related("author")


def stances_of(page: ResourcePage) -> QuerySet[Stance]:
    """Return what peers say of it, by place."""
    rows = Stance.objects.filter(page=page.pk).select_related("person")
    return rows.order_by("place", "pk")[:MOST_STANCES]


def own_stance(
    page: ResourcePage, person: User | AnonymousUser, among: Sequence[Stance]
) -> Stance | None:
    """Return what this person says of it; asked of the database only if not among the first."""
    if not person.is_authenticated:
        return None
    own = next((stance for stance in among if stance.person_id == person.pk), None)
    if own is not None or len(among) < MOST_STANCES:
        return own
    return Stance.objects.filter(page=page.pk, person=person).first()


def may_take_part(standing: Standing, page: ResourcePage) -> bool:
    """Whoever is signed in and reads a published practice of an open community may answer it."""
    scope = page.scope
    reads = can(standing, Action.READ, scope)
    return standing.is_signed_in and scope.is_open and reads and page.live and page.is_practice


def may_remove(standing: Standing, adaptation: Adaptation, person: User | AnonymousUser) -> bool:
    """Its author takes an adaptation back; the core group may too."""
    own = person.is_authenticated and adaptation.author_id == person.pk
    return own or can(standing, Action.CARE, adaptation.page.scope)
