"""Planning a session as an earlier one was: its facts, its people, its facilitator's board."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from communities.facilitation.choices import Role
from communities.facilitation.models import Board, Cycle, Session
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.services.facts import facts_of
from communities.facilitation.services.planning import plan_session, usual_role
from communities.people.models import User

WORDS = ("aim", "sequence", "material", "fallback")


@transaction.atomic
def duplicate_session(
    *, session: Session, by: User, title: str, starts_at: datetime | None, time_zone: str
) -> Session:
    """Plan a session like this one; its client is chosen anew, and who left is not asked again.

    In a cycle it is one more of the cycle's sessions. Raises ``SessionRefused``.
    """
    facts = facts_of(session)
    made = plan_session(
        community=session.community,
        by=by,
        facts=replace(facts, title=title, starts_at=starts_at, time_zone=time_zone),
        content=session.content,
        people=_people_of(session),
        version=session.format_version,
        cycle=session.cycle,
    )
    _copy_board(session, made)
    if made.cycle is not None and starts_at is not None:
        _stretch(made.cycle, starts_at.astimezone(ZoneInfo(time_zone)).date())
    return made


def _people_of(session: Session) -> dict[User, Role]:
    other = usual_role(session.read().roles)
    return {
        seat.person: other if seat.role == Role.CLIENT else Role(seat.role)
        for seat in seats_still_there(session)
    }


def _copy_board(session: Session, made: Session) -> None:
    board = Board.objects.filter(session=session).first()
    if board is not None:
        words = {name: getattr(board, name) for name in WORDS}
        Board.objects.create(session=made, **words)


def _stretch(cycle: Cycle, day: date) -> None:
    """Let the cycle's days take in a session outside of them."""
    cycle.starts_on, cycle.ends_on = min(cycle.starts_on, day), max(cycle.ends_on, day)
    cycle.save(update_fields=["starts_on", "ends_on"])
