"""Whose turn it is: raised hands, the round, the seats of a fishbowl."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facilitation.choices import Role
from communities.facilitation.formats import Step
from communities.facilitation.models import Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import step_of
from communities.facilitation.selectors.live import LISTENING
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.services.news import tell_state
from communities.facilitation.services.planning import lock_session, require_open


@transaction.atomic
def raise_hand(*, seat: Participant, is_up: bool) -> bool:
    """Ask for the floor, or no longer."""
    session, _step = _running(seat.session)
    rows = Participant.objects.filter(pk=seat.pk, hand_at__isnull=is_up)
    if not rows.exclude(role=Role.OBSERVER).update(hand_at=timezone.now() if is_up else None):
        return False
    tell_state(session)
    return True


@transaction.atomic
def give_floor(*, session: Session, person_id: int | None) -> bool:
    """Give the floor to somebody, or to everybody; their hand goes down."""
    locked, step = _running(session)
    seat = None
    if person_id is not None:
        seat = seats_still_there(locked).filter(person_id=person_id).first()
        if seat is None or seat.role == Role.OBSERVER:
            raise SessionRefused(_("This person has no turn in this session."))
    return _give(locked, step, seat)


@transaction.atomic
def give_floor_to_next(*, session: Session) -> bool:
    """Go on with the round: to a raised hand first, else to who has not spoken in this step.

    After the last one the floor is everybody's.
    """
    locked, step = _running(session)
    present = seats_still_there(locked).filter(accepted_at__isnull=False)
    waiting = present.exclude(role__in=LISTENING).exclude(had_floor_in=step.key)
    asking = waiting.filter(hand_at__isnull=False).order_by("hand_at")
    return _give(locked, step, asking.first() or waiting.order_by("joined_at", "pk").first())


@transaction.atomic
def take_seat(*, seat: Participant, is_seated: bool) -> bool:
    """Sit down where those who sit speak, or make room."""
    session, step = _running(seat.session)
    taken = seats_still_there(session).filter(is_seated=True).exclude(pk=seat.pk).count()
    if is_seated and (taken >= step.seats or seat.role in LISTENING):
        raise SessionRefused(_("No seat is free; wait until somebody makes room."))
    if (
        not Participant.objects.filter(pk=seat.pk)
        .exclude(is_seated=is_seated)
        .update(is_seated=is_seated)
    ):
        return False
    tell_state(session)
    return True


def _give(session: Session, step: Step, seat: Participant | None) -> bool:
    if session.floor_id == (seat.pk if seat else None):
        return False
    session.floor = seat
    session.save(update_fields=["floor"])
    if seat is not None:
        Participant.objects.filter(pk=seat.pk).update(had_floor_in=step.key, hand_at=None)
    tell_state(session)
    return True


def _running(session: Session) -> tuple[Session, Step]:
    locked = lock_session(session)
    step = step_of(locked.course, locked.read())
    if step is None:
        raise SessionRefused(_("The session is not running."))
    require_open(locked)
    return locked, step
