"""From an id to a contribution, through its session."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from communities.facilitation.models import Contribution
from communities.facilitation.selectors.live import contributions_for
from communities.facilitation.selectors.sessions import Seat, access_seat
from communities.people.models import User
from communities.policy import Standing


def access_read(standing: Standing, pk: int, person: User) -> Seat:
    """Fetch a session for who may read what is said, else 403 (or 404)."""
    seat = access_seat(standing, pk, person)
    if not seat.has_entered:
        raise PermissionDenied
    return seat


def access_entered(standing: Standing, pk: int, person: User) -> Seat:
    """Fetch a running session for somebody who accepted its words, else 403 (or 404)."""
    seat = access_seat(standing, pk, person)
    if seat.participant is None or seat.participant.accepted_at is None:
        raise PermissionDenied
    return seat


def access_leading(standing: Standing, pk: int, person: User) -> Seat:
    """Fetch a session for who facilitates it and accepted its words, else 403 (or 404)."""
    seat = access_entered(standing, pk, person)
    if not seat.is_leading:
        raise PermissionDenied
    return seat


def access_contribution(seat: Seat, pk: int) -> Contribution:
    """Fetch a contribution that the one on this seat may see, or raise 404."""
    person = seat.participant.person if seat.participant is not None else None
    found: Contribution | None = contributions_for(seat.session, person).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.session = seat.session
    return found
