"""What the page of a session says of what remains: for whoever is inside, and for nobody else."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from communities.access import standing_of
from communities.facilitation.choices import Keeping, Kind
from communities.facilitation.models import Commitment, Session
from communities.facilitation.running import Stage, step_of
from communities.facilitation.selectors.commitments import own_commitments, own_for_integration
from communities.facilitation.selectors.experiments import experiments_for_agenda
from communities.facilitation.selectors.minutes import WRITING, find_minutes, may_decide
from communities.facilitation.selectors.sessions import Seat
from communities.people.models import User
from communities.policy import Action, can

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Followup:
    """A commitment that came due, and the words with which its owner may bring it to the round."""

    commitment: Commitment
    news: str


def remains_context(request: HttpRequest, session: Session, seat: Seat | None) -> dict[str, Any]:
    """Build what ``facilitation/session_remains.html`` needs; outsiders get nothing."""
    standing = standing_of(request)
    if seat is None or not can(standing, Action.READ, session.scope):
        return {"remains": None}
    person = cast("User", request.user)
    if session.stage == Stage.ENDED:
        return {"remains": _after(seat, person)}
    if session.stage == Stage.PLANNED and session.cycle is not None:
        tried = experiments_for_agenda(standing, session.cycle)
        return {"remains": {"is_before": True, "experiments": tried[:MOST_SHOWN]}}
    return {"remains": None}


def _after(seat: Seat, person: User) -> dict[str, Any]:
    session = seat.session
    minutes = find_minutes(session)
    return {
        "is_after": True,
        "minutes": minutes,
        "is_shared": minutes is not None and minutes.shared_at is not None,
        "is_to_delete": session.kept == Keeping.NOTHING,
        "is_forgotten": session.kept == Keeping.NOTHING and minutes is None,
        "is_chosen": session.kept_chosen_at is not None,
        "kept": Keeping(session.kept).label,
        "may_write": minutes is not None and seat.role in WRITING,
        "may_decide": minutes is not None and may_decide(seat),
        "commitments": list(own_commitments(person).filter(session=session)[:MOST_SHOWN]),
    }


def followup_context(seat: Seat) -> dict[str, Any]:
    """Build what ``facilitation/session_followup.html`` needs: one's own commitments, for oneself.

    They can be brought to the round while its step takes news from one's role.
    """
    if seat.participant is None or seat.role is None:
        return {"followup": []}
    session, made = seat.session, seat.session.read()
    step = step_of(session.course, made)
    takes_news = step is not None and Kind.NEWS in step.kinds_for(seat.role)
    rows = own_for_integration(session, seat.participant.person)
    return {
        "followup": [Followup(row, news_of(row)) for row in rows],
        "bring_to": reverse("facilitation:say", args=[session.pk]) if takes_news else "",
        "bring_in": step.key if step is not None else "",
    }


def news_of(commitment: Commitment) -> str:
    """Word what came of a commitment; empty while nothing was said."""
    if not commitment.outcome:
        return ""
    facts = {
        "action": commitment.action,
        "outcome": commitment.get_outcome_display(),
        "happened": commitment.what_happened,
    }
    if commitment.what_happened:
        return _("What I said: %(action)s\nWhat came of it (%(outcome)s): %(happened)s") % facts
    return _("What I said: %(action)s\nWhat came of it: %(outcome)s") % facts
