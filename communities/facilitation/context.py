"""What every page about one session tells: where one is, and who can read."""

from typing import Any

from django.http import HttpRequest

from communities.circles.context import audience_words, community_context
from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import said
from communities.facilitation.hours import is_elsewhere
from communities.facilitation.models import Session
from communities.facilitation.running import Pace, Stage, length_of
from communities.facilitation.selectors.sessions import Seat
from communities.facilitation.telling import told_step

TAB = "sessions"


def session_context(request: HttpRequest, session: Session, seat: Seat | None) -> dict[str, Any]:
    """Build what a page about a session needs; from outside, it is its community's to read."""
    scope = session.scope if seat is not None else session.community.scope
    made = session.read()
    return community_context(request, session.community, TAB) | {
        "session": session,
        "seat": seat,
        "is_leading": seat is not None and seat.is_leading,
        "is_planned": session.stage == Stage.PLANNED,
        "audience": audience_words(scope),
        "is_elsewhere": session.starts_at and is_elsewhere(session.starts_at, session.time_zone),
        "method": said(made.name),
        "has_client": Role.CLIENT in made.roles,
        "has_subjects": any(
            Kind.SUBJECT in kinds for step in made.steps for kinds in step.writes.values()
        ),
    }


def road_of(session: Session) -> list[dict[str, Any]]:
    """Return the steps with the session's own lengths, and where it stands among them."""
    pace, unit = Pace(session.pace), 60 if session.pace == Pace.LIVE else 3600
    is_running, is_over = session.stage == Stage.RUNNING, session.stage == Stage.ENDED
    return [
        told_step(step)
        | {
            "length": round(length_of(step, pace, session.lengths) / unit),
            "is_now": is_running and number == session.step,
            "is_done": is_over or (is_running and number < session.step),
        }
        for number, step in enumerate(session.read().steps)
    ]
