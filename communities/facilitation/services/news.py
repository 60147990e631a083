"""Telling the open pages of a session what changed; each change is one number of its sequence."""

from communities.facilitation.models import Contribution, Session
from communities.facilitation.selectors.live import state_of
from communities.facilitation.wire import Wire, wire_of
from communities.live.services import notify_place


def tell_state(session: Session) -> int:
    """Tell where the course stands, who is in it and where it meets; the session must be locked.

    Saves the new number of the sequence and returns it.
    """
    number = next_number(session)
    _tell(session, {"t": "s", "n": number, "s": state_of(session)})
    return number


def tell_contribution(session: Session, contribution: Contribution, dots: int = 0) -> None:
    """Tell everybody of a contribution that everybody may see, under the number it changed at."""
    wire = wire_of(contribution, dots)
    _tell(session, {"t": "m", "n": contribution.changed, "m": wire})


def tell_to_look(session: Session) -> None:
    """Have every page ask what changed: more than fits into a frame, or not the same for all."""
    _tell(session, {"t": "at", "n": session.sequence})


def next_number(session: Session) -> int:
    """Count one change of a locked session."""
    session.sequence += 1
    session.save(update_fields=["sequence"])
    return session.sequence


def _tell(session: Session, frame: Wire) -> None:
    place = session.place_name
    notify_place(place=place, sequence=frame["n"], frame=frame | {"p": place})
