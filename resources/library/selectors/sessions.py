"""Resources made of sessions: who may make one, and which there are."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from communities.facilitation.choices import Keeping
from communities.facilitation.models import Cycle, Minutes
from communities.facilitation.selectors.minutes import access_minutes
from communities.facilitation.selectors.sessions import seat_of
from communities.people.models import User
from communities.policy import Action, Standing, can
from resources.library.models import ResourcePage, SessionResource
from resources.library.selectors.resources import access_resource, may_propose, visible_resources


def access_minutes_to_keep(standing: Standing, pk: int, person: User) -> Minutes:
    """Fetch minutes of which the person may make a resource; 403 for who only reads them."""
    minutes = access_minutes(standing, pk, person).minutes
    if not may_make_resource(standing, minutes, person):
        raise PermissionDenied
    return minutes


def may_make_resource(standing: Standing, minutes: Minutes, person: User | AnonymousUser) -> bool:
    """Who led the session, and the core group, make a resource of minutes that are shared."""
    if minutes.shared_at is None or minutes.session.kept == Keeping.NOTHING:
        return False
    if not may_propose(standing, minutes.community) or not person.is_authenticated:
        return False
    if can(standing, Action.CARE, minutes.community.scope):
        return True
    seat = seat_of(minutes.session, person)
    return seat is not None and seat.is_leading


def resource_of(
    standing: Standing, minutes: Minutes, person: User | AnonymousUser
) -> ResourcePage | None:
    """Return the resource made of a session, if there is one and the person may read it."""
    made = SessionResource.objects.filter(session=minutes.session_id).first()
    if made is None:
        return None
    try:
        return access_resource(standing, made.page_id, person)
    except Http404:
        return None


def resources_of_cycle(standing: Standing, cycle: Cycle) -> QuerySet[ResourcePage]:
    """Return the published resources made of a cycle's sessions that this person may read."""
    rows = visible_resources(standing).filter(from_session__session__cycle=cycle)
    return rows.defer("body").order_by("first_published_at", "pk")
