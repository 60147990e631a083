"""Finding sessions: what is announced, and what is inside."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404

from communities.access import require, visible, visible_filter
from communities.circles.models import Community
from communities.facilitation.choices import Role
from communities.facilitation.models import Announced, Cycle, Participant, Session
from communities.facilitation.running import Stage
from communities.people.models import User
from communities.policy import Action, Standing, can


@dataclass(frozen=True, slots=True)
class Seat:
    """A session seen from the inside; site staff who entered the community have no place in it."""

    session: Session
    participant: Participant | None

    @property
    def has_entered(self) -> bool:
        """Tell whether what was said may be read: who takes part accepts its words first."""
        return self.participant is None or self.participant.accepted_at is not None

    @property
    def is_leading(self) -> bool:
        return self.participant is not None and self.participant.is_leading

    @property
    def role(self) -> Role | None:
        return Role(self.participant.role) if self.participant is not None else None


def visible_sessions(standing: Standing, community: Community | None = None) -> QuerySet[Session]:
    """Return the sessions one may hear of: those one takes part in, and open ones."""
    known = visible_filter(standing, "community__", community="pk", invited_list=None)
    heard_of = visible_filter(standing) | (Q(is_public=True) & known)
    rows = Session.objects.select_related("community", "cycle").filter(heard_of)
    return rows if community is None else rows.filter(community=community)


def sessions_inside(standing: Standing) -> QuerySet[Session]:
    """Return the sessions whose inside one may read."""
    return visible(standing, Session.objects.select_related("community", "cycle"))


def access_session(standing: Standing, pk: int) -> Session:
    """Fetch a session by its announcement, or raise 404."""
    found = Session.objects.select_related("community", "cycle").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(standing, Action.READ, Announced(found))
    return found


def access_seat(standing: Standing, pk: int, person: User) -> Seat:
    """Fetch a session from the inside.

    Raises 404 when not even its announcement may be read, 403 when only that may.
    """
    found = access_session(standing, pk)
    if not can(standing, Action.READ, found.scope):
        raise PermissionDenied
    return Seat(found, seat_of(found, person))


def seat_inside(standing: Standing, session: Session, person: User) -> Seat | None:
    """Return a session from the inside; none when the person hears its announcement alone."""
    is_inside = can(standing, Action.READ, session.scope)
    return Seat(session, seat_of(session, person)) if is_inside else None


def access_led(standing: Standing, pk: int, person: User) -> Seat:
    """Fetch a session that the person facilitates; 404 or 403 as ``access_seat``."""
    seat = access_seat(standing, pk, person)
    if not seat.is_leading:
        raise PermissionDenied
    return seat


def seat_of(session: Session, person: User) -> Participant | None:
    """Return how a person takes part, if so."""
    found = Participant.objects.filter(session=session, person_id=person.pk).first()
    if found is not None:
        found.session, found.person = session, person
    return found


def access_cycle(standing: Standing, pk: int) -> Cycle:
    """Fetch a cycle one belongs to, or raise 404."""
    found = Cycle.objects.select_related("community", "facilitator").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(standing, Action.READ, found)
    return found


def access_led_cycle(standing: Standing, pk: int, person: User) -> Cycle:
    """Fetch a cycle that the person facilitates; 404 for who does not belong to it, else 403."""
    found = access_cycle(standing, pk)
    if not is_leading_cycle(found, person):
        raise PermissionDenied
    return found


def is_leading_cycle(cycle: Cycle, person: User) -> bool:
    """Tell whether somebody facilitates a cycle: all of it as planned, or all that is to come."""
    if cycle.facilitator_id == person.pk:
        return True
    led = Q(participants__person=person.pk, participants__role=Role.FACILITATOR)
    counts = coming_of_cycle(cycle).aggregate(
        coming=Count("pk", distinct=True), led=Count("pk", distinct=True, filter=led)
    )
    return bool(counts["coming"]) and counts["led"] == counts["coming"]


def coming_of_cycle(cycle: Cycle) -> QuerySet[Session]:
    """Return the sessions of a cycle that have not begun."""
    return Session.objects.filter(cycle=cycle, stage=Stage.PLANNED)


def visible_cycles(standing: Standing, community: Community) -> QuerySet[Cycle]:
    """Return the cycles of a community that one belongs to."""
    return visible(standing, Cycle.objects.filter(community=community))


def cycle_of(standing: Standing, session: Session) -> Cycle | None:
    """Return the cycle of a session, for who belongs to it."""
    cycle = session.cycle
    if cycle is None:
        return None
    cycle.community = session.community
    return cycle if can(standing, Action.READ, cycle.scope) else None
