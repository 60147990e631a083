"""What is said of a session, taken from it again."""

from dataclasses import fields

from communities.facilitation.models import Session
from communities.facilitation.services.planning import SessionFacts


def facts_of(session: Session) -> SessionFacts:
    """Return a session's facts, to be kept again or given to another."""
    return SessionFacts(**{one.name: getattr(session, one.name) for one in fields(SessionFacts)})
