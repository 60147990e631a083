"""People without an account at open sessions: registering, confirming, staying away after all."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facilitation.models import Guest, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.places import is_open_to_guests, places_left
from communities.facilitation.services.news import tell_state
from communities.facilitation.services.planning import lock_session
from communities.facilitation.tasks import send_guest_link, tell_people
from communities.facilitation.tokens import guest_token
from communities.pace import HOUR, count_within
from communities.people.tokens import hash_token

LETTERS_PER_HOUR = 3  # to one address about one session
UNCONFIRMED_KEPT = timedelta(days=7)
GUESTS_KEPT = timedelta(days=30)  # after the session


@transaction.atomic
def register_guest(
    *, session: Session, name: str, email: str, language: str, time_zone: str
) -> None:
    """Write to an address that somebody gave; it says nothing of whether it was given before.

    Raises ``SessionRefused`` when nobody can register.
    """
    locked = lock_session(session)
    _require_open(locked)
    _require_place(locked)
    guest = _registration(locked, email.lower())
    if guest.confirmed_at is None:  # what a stranger wrote is the owner's to correct
        guest.name, guest.language, guest.time_zone = name, language, time_zone
        guest.save()
    if count_within(HOUR, "guest-letter", f"{locked.pk}:{guest.email}") <= LETTERS_PER_HOUR:
        transaction.on_commit(partial(send_guest_link.enqueue, guest.pk))


@transaction.atomic
def confirm_guest(*, guest: Guest) -> bool:
    """Give a guest a place: their address is theirs. Raises ``SessionRefused``."""
    session = lock_session(guest.session)
    if guest.confirmed_at is not None:
        return False
    _require_open(session)
    _require_place(session)
    rows = Guest.objects.filter(pk=guest.pk, confirmed_at__isnull=True)
    if not rows.update(confirmed_at=timezone.now()):
        return False
    tell_state(session)
    transaction.on_commit(partial(tell_people.enqueue, session.pk))
    return True


@transaction.atomic
def cancel_registration(*, guest: Guest) -> bool:
    """Forget a guest; the place is free again."""
    session = lock_session(guest.session)
    if not Guest.objects.filter(pk=guest.pk).delete()[0]:
        return False
    tell_state(session)
    return True


def forget_guests(now: datetime) -> int:
    """Delete registrations that nobody confirmed, and those of sessions long past."""
    unconfirmed = Q(confirmed_at__isnull=True, registered_at__lt=now - UNCONFIRMED_KEPT)
    past = Q(session__starts_at__lt=now - GUESTS_KEPT)
    return Guest.objects.filter(unconfirmed | past).delete()[0]


def _registration(session: Session, email: str) -> Guest:
    """Return the registration of an address, a new one unless it is there."""
    found = Guest.objects.filter(session=session, email=email).first()
    if found is not None:
        return found
    guest = Guest(session=session, email=email)
    guest.token_hash = hash_token(guest_token(guest))
    return guest


def _require_open(session: Session) -> None:
    if session.stage not in {Stage.PLANNED, Stage.RUNNING} or not is_open_to_guests(session):
        raise SessionRefused(_("Nobody can register for this session any more."))


def _require_place(session: Session) -> None:
    if places_left(session) == 0:
        raise SessionRefused(_("All places are taken."))
