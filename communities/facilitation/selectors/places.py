"""How many places a session has left, and who registered for it without an account."""

from django.http import Http404

from communities.facilitation.choices import Answer
from communities.facilitation.models import Announced, Guest, Session
from communities.facilitation.selectors.people import seats_still_there
from communities.people.tokens import hash_token
from communities.policy import NOBODY, Action, can


def places_left(session: Session) -> int | None:
    """Return how many more may come; none means any number."""
    if not session.capacity:
        return None
    taken = seats_still_there(session).exclude(answer=Answer.NO).count()
    guests = session.guests.filter(confirmed_at__isnull=False).count()
    return max(0, session.capacity - taken - guests)


def access_guest(token: str) -> Guest:
    """Fetch a registration by its secret link, or raise 404.

    A guest hears of a session as long as everybody may.
    """
    rows = Guest.objects.select_related("session__community")
    found = rows.filter(token_hash=hash_token(token)).first()
    if found is None or not is_open_to_guests(found.session):
        raise Http404
    return found


def is_open_to_guests(session: Session) -> bool:
    """Tell whether people without an account may know of a session."""
    return session.is_public and can(NOBODY, Action.READ, Announced(session).scope)


def guests_of(session: Session) -> list[Guest]:
    """Return who registered and confirmed it."""
    return list(session.guests.filter(confirmed_at__isnull=False))
