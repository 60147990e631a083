"""Finding minutes, as far as one may read, write or decide on them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from communities.access import visible_filter
from communities.circles.models import Community
from communities.facilitation.choices import Attribution, Role
from communities.facilitation.models import Contribution, Minutes, Participant, Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.selectors.sessions import Seat, access_seat, seat_of
from communities.people.models import User
from communities.policy import Action, Standing, can

WRITING = frozenset({Role.FACILITATOR, Role.NOTE_TAKER})


@dataclass(frozen=True, slots=True)
class MinutesSeat:
    """Minutes as somebody stands to them; most readers took no part."""

    minutes: Minutes
    seat: Seat

    @property
    def is_promised(self) -> bool:
        """Tell whether its reader accepted the words of confidentiality, where they hold."""
        return self.minutes.invited_list_id is None or self.seat.has_entered

    @property
    def may_write(self) -> bool:
        return self.seat.role in WRITING

    @property
    def may_decide(self) -> bool:
        return may_decide(self.seat)


def visible_minutes(standing: Standing, community: Community | None = None) -> QuerySet[Minutes]:
    """Return the minutes one may read: who took part always, others as far as the client allows."""
    readable = visible_filter(standing) | visible_filter(standing, "session__")
    rows = Minutes.objects.select_related("session__community", "community").filter(readable)
    return rows if community is None else rows.filter(community=community)


def shared_minutes(standing: Standing, community: Community) -> QuerySet[Minutes]:
    """Return a community's shared minutes that one may read, the newest first."""
    rows = visible_minutes(standing, community).filter(shared_at__isnull=False)
    return rows.order_by("-shared_at", "-pk")


def access_minutes(standing: Standing, pk: int, person: User) -> MinutesSeat:
    """Fetch the minutes of a session, or raise 404: also when there are none any more."""
    rows = Minutes.objects.select_related(
        "session__community", "session__cycle", "session__invited_list", "community"
    )
    found = rows.filter(session__in=Session.objects.filter(pk=pk)).first()
    if found is None or not may_read(standing, found):
        raise Http404
    return MinutesSeat(found, Seat(found.session, seat_of(found.session, person)))


def may_read(standing: Standing, minutes: Minutes) -> bool:
    """Tell whether somebody reads minutes; who took part does whatever was chosen."""
    scopes = (minutes.scope, minutes.session.scope)
    return any(can(standing, Action.READ, scope) for scope in scopes)


def access_minutes_to_write(standing: Standing, pk: int, person: User) -> MinutesSeat:
    """Fetch minutes that the person writes; 403 for who only reads them."""
    found = access_minutes(standing, pk, person)
    if not found.may_write or not found.seat.has_entered:
        raise PermissionDenied
    return found


def access_keeping(standing: Standing, pk: int, person: User) -> Seat:
    """Fetch an ended session of which the person decides what is kept; 403 for the others."""
    seat = access_seat(standing, pk, person)
    if seat.session.stage != Stage.ENDED or not may_decide(seat):
        raise PermissionDenied
    return seat


def may_decide(seat: Seat) -> bool:
    """The client decides; where there is none any more, who leads."""
    if seat.role == Role.CLIENT:
        return True
    return seat.is_leading and not has_client_still(seat.session)


def has_client_still(session: Session) -> bool:
    """Tell whether the client can still decide."""
    return seats_still_there(session).filter(role=Role.CLIENT).exists()


def is_client_gone(session: Session) -> bool:
    """Tell whether there was a client who can decide no more."""
    rows = Participant.objects.filter(session=session, role=Role.CLIENT)
    return rows.exists() and not has_client_still(session)


def people_there(session: Session) -> list[User]:
    """Return who came in or contributed, by name; nobody where no names are kept."""
    if session.attribution == Attribution.NAMELESS:
        return []
    seats = Participant.objects.filter(session=session, accepted_at__isnull=False)
    spoke = Contribution.objects.filter(session=session, withdrawn_at__isnull=True)
    there = Q(pk__in=seats.values("person")) | Q(pk__in=spoke.values("author"))
    return list(User.objects.filter(there).order_by("display_name", "pk"))


def find_minutes(session: Session) -> Minutes | None:
    """Return the minutes of a session one is inside of, if there are any."""
    return Minutes.objects.filter(session=session).first()
