"""Leading a session: entering it, and the acts that move its course."""

import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facilitation.models import Contribution, Participant, Session
from communities.facilitation.moments import participant_entered, session_ended, step_opened
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import (
    Act,
    Course,
    ImpossibleError,
    NotYetAcceptedError,
    Plan,
    after,
)
from communities.facilitation.selectors.live import has_contract
from communities.facilitation.services.news import next_number, tell_state, tell_to_look
from communities.facilitation.services.planning import lock_session, require_open

OPENING = frozenset({Act.START, Act.NEXT, Act.BACK})


@transaction.atomic
def enter_session(*, seat: Participant) -> bool:
    """Accept the words of confidentiality, and be in."""
    locked = lock_session(seat.session)
    rows = Participant.objects.filter(pk=seat.pk, accepted_at__isnull=True)
    if not rows.update(accepted_at=timezone.now()):
        return False
    participant_entered.run(seat)
    tell_state(locked)
    return True


@transaction.atomic
def act_on_session(*, session: Session, act: Act, turn: int, seconds: float = 0) -> bool:
    """Move the course of a session, unless somebody moved it since this ``turn`` was seen.

    Raises ``SessionRefused`` for what the course does not allow now.
    """
    locked = lock_session(session)
    if locked.turn != turn:
        return False
    require_open(locked)
    plan = Plan(locked.read(), locked.lengths, has_contract(locked))
    try:
        course = after(locked.course, act, plan, time.time(), seconds=seconds)
    except NotYetAcceptedError as error:
        raise SessionRefused(
            _("The next step opens once the contract is written and accepted.")
        ) from error
    except ImpossibleError as error:
        raise SessionRefused(
            _("The session does not allow this now; nothing was changed.")
        ) from error
    _keep(locked, act, course)
    _follow(locked, act)
    return True


def _keep(session: Session, act: Act, course: Course) -> None:
    session.stage, session.step, session.turn = course.stage, course.step, course.turn
    session.left, session.since = course.left, course.since
    session.revealed = sorted(course.revealed)
    if act is Act.START:
        session.started_at = timezone.now()
    if act is Act.END:
        session.ended_at = timezone.now()
    if act in OPENING:
        session.floor = None
        session.participants.update(hand_at=None, is_seated=False)
        key = session.read().steps[course.step].key
        session.participants.filter(had_floor_in=key).update(had_floor_in="")
    session.save()


def _follow(session: Session, act: Act) -> None:
    tell_state(session)
    if act is Act.REVEAL:
        # Each counts as changed now, so that every page asks for it.
        number = next_number(session)
        hidden = [step.key for step in session.read().steps if step.is_hidden]
        Contribution.objects.filter(session=session, step__in=hidden).update(changed=number)
        tell_to_look(session)
    if act in OPENING:
        step_opened.run(session)
    if act is Act.END:
        session_ended.run(session)
