"""Letters about what remains of a session, to those who may read it, each in their language."""

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from communities.circles.mails import send_letter
from communities.circles.readers import readers_of
from communities.facilitation.choices import Role
from communities.facilitation.models import Commitment, Session
from communities.people.models import User


def tell_of_minutes(session: Session) -> None:
    """Tell all who took part, and may still come in, that the minutes are shared."""
    _write_of(session, "minutes_shared", readers_of(session.scope))


def remind_of_minutes(session: Session) -> None:
    """Remind who led the session that its minutes wait to be shared."""
    led = {"session_seats__session": session, "session_seats__role": Role.FACILITATOR}
    _write_of(session, "minutes_waiting", readers_of(session.scope).filter(**led))


def ask_what_happened(commitment: Commitment) -> None:
    """Ask who committed to something, and nobody else, what came of it."""
    address = reverse("facilitation:commitment", args=[commitment.pk])
    facts = {"action": commitment.action, "due_on": commitment.due_on}
    _write("commitment_due", [commitment.person], {**facts, "address": address})


def _write_of(session: Session, name: str, people: Iterable[User]) -> None:
    address = reverse("facilitation:minutes", args=[session.pk])
    _write(name, people, {"title": " ".join(session.title.split()), "address": address})


def _write(name: str, people: Iterable[User], facts: dict[str, object]) -> None:
    facts |= {"address": f"{settings.SITE_URL}{facts['address']}"}
    for person in people:
        send = partial(send_letter, name, person.email, person.language, facts, "facilitation")
        # A letter that cannot be sent is logged and stops no other.
        transaction.on_commit(send, robust=True)
