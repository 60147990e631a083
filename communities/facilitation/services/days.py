"""Sessions over days: steps open and close by their hours, and people are told in time."""

import logging
import time

from django.db import transaction

from communities.facilitation.choices import Role
from communities.facilitation.models import Session
from communities.facilitation.moments import step_opened
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Act, Pace, Stage, length_of
from communities.facilitation.services.course import act_on_session
from communities.facilitation.services.planning import lock_session
from communities.facilitation.tasks import write_of_step

logger = logging.getLogger(__name__)

MOST_NOTICE = 12 * 3600  # seconds before a step closes; a quarter of it where that is less
WAITING = "waits:"


def attend_to_days(now: float | None = None) -> int:
    """Do what is due in all sessions over days; return how many moved or were told.

    May be called as often as one likes: each step is told once and moves once.
    """
    moment = time.time() if now is None else now
    running = Session.objects.filter(
        stage=Stage.RUNNING, pace=Pace.DAYS, since__isnull=False, community__closed_at__isnull=True
    )
    return sum(_could_attend(session, moment) for session in running.select_related("community"))


def _could_attend(session: Session, now: float) -> bool:
    """Look after one session; a fault in it is logged and stops no other."""
    try:
        return _attend(session, now)
    except Exception:
        logger.exception("Session %s could not be looked after", session.pk)
        return False


def _attend(session: Session, now: float) -> bool:
    remaining, steps = session.course.remaining(now), session.read().steps
    if remaining > 0:
        length = length_of(steps[session.step], Pace.DAYS, session.lengths)
        return remaining <= min(MOST_NOTICE, length / 4) and tell_of_closing(session=session)
    act = Act.NEXT if session.step + 1 < len(steps) else Act.END
    try:
        return act_on_session(session=session, act=act, turn=session.turn)
    except SessionRefused:
        return tell_that_it_waits(session=session)


@transaction.atomic
def tell_of_closing(*, session: Session) -> bool:
    """Tell everybody once that the step they are in closes soon."""
    return _tell_once(session, _key_of(session), "step_closing", ())


@transaction.atomic
def tell_that_it_waits(*, session: Session) -> bool:
    """Tell the facilitators once that the hours are over and the contract is still missing."""
    return _tell_once(session, f"{WAITING}{_key_of(session)}", "step_waits", (Role.FACILITATOR,))


def _tell_once(session: Session, mark: str, letter: str, roles: tuple[Role, ...]) -> bool:
    locked = lock_session(session)
    if locked.turn != session.turn or locked.told_step == mark:
        return False
    locked.told_step = mark
    locked.save(update_fields=["told_step"])
    _write(locked, letter, roles)
    return True


@step_opened.register
def tell_of_opening(session: Session) -> None:
    """Over days, everybody is told that a step is open and until when."""
    if session.pace == Pace.DAYS:
        _write(session, "step_open", ())


def _write(session: Session, letter: str, roles: tuple[Role, ...]) -> None:
    keys = [role.value for role in roles]
    transaction.on_commit(lambda: write_of_step.enqueue(session.pk, session.turn, letter, keys))


def _key_of(session: Session) -> str:
    return session.read().steps[session.step].key
