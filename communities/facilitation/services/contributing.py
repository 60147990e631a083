"""Contributing: each kind in the steps and from the roles that take it, and only while they last."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import Step
from communities.facilitation.models import (
    ContractAnswer,
    Contribution,
    Dot,
    Participant,
    Session,
)
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Pace, Stage, is_shown, kinds_now, step_of
from communities.facilitation.selectors.live import (
    answering_people,
    contract_of,
    dot_count,
    dots_of,
    is_floor_taken,
)
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.services.news import (
    next_number,
    tell_contribution,
    tell_state,
)
from communities.facilitation.services.planning import lock_session
from communities.pace import count_in_minute
from communities.people.models import User

PER_MINUTE = 40
GROUPED = frozenset({Kind.IDEA, Kind.SUGGESTION})
VOTED_ON = frozenset({Kind.IDEA, Kind.SUBJECT, Kind.SUGGESTION, Kind.QUESTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody contributes, and to which step; the last three only with some kinds."""

    kind: Kind
    step: str
    body: str
    nature: str = ""
    due_on: date | None = None
    help_wanted: str = ""


def contribute(
    *, session: Session, person: User, words: Words, client_key: str = ""
) -> Contribution:
    """Contribute to the current step; sending the same ``client_key`` again changes nothing.

    Raises ``SessionRefused`` when this step takes no such kind from this person, now.
    """
    key = f"{person.pk}:{client_key[:60]}" if client_key else None
    if (stored := _said_before(key)) is not None:
        return stored  # its answer was lost; the step may be over meanwhile
    try:
        return _contribute(session, person, words, key)
    except IntegrityError:  # the same key, sent twice at once
        if (earlier := _said_before(key)) is None:
            raise
        return earlier


@transaction.atomic
def _contribute(session: Session, person: User, words: Words, key: str | None) -> Contribution:
    locked, seat, step = _inside(session, person)
    if (earlier := _said_before(key)) is not None:
        return earlier
    if words.step != step.key:
        raise SessionRefused(_("This step is over meanwhile; nothing was sent."))
    _require_kind(locked, seat, words.kind)
    _require_floor(locked, seat, step)
    if count_in_minute("contribution", person.pk) > PER_MINUTE:
        raise SessionRefused(_("That is a lot in one minute; wait a moment and send it again."))
    number = next_number(locked)
    made = Contribution.objects.create(
        session=locked,
        step=step.key,
        author=person,
        position=number,
        changed=number,
        client_key=key,
        said_at=timezone.now(),
        kind=words.kind,
        body=words.body,
        nature=words.nature if words.kind == Kind.SUBJECT else "",
        due_on=words.due_on if words.kind == Kind.COMMITMENT else None,
        help_wanted=words.help_wanted if words.kind == Kind.COMMITMENT else "",
    )
    _lower_hand(seat)
    _tell(locked, made, step)
    return made


@transaction.atomic
def edit_contribution(*, contribution: Contribution, person: User, words: Words) -> bool:
    """Word one's own contribution anew while its step lasts; a contract begins without answers."""
    locked, seat, step = _inside(contribution.session, person)
    mine = _own(contribution, person)
    if mine.step != step.key:
        raise SessionRefused(_("This step is over; what was said in it stays as it was said."))
    _require_kind(locked, seat, Kind(mine.kind))
    before = (mine.body, mine.due_on, mine.help_wanted, mine.nature)
    if before == (words.body, words.due_on, words.help_wanted, words.nature):
        return False
    mine.body, mine.nature = words.body, words.nature
    mine.due_on, mine.help_wanted = words.due_on, words.help_wanted
    mine.edited_at = timezone.now()
    ContractAnswer.objects.filter(contribution=mine).delete()
    return _changed(locked, mine, step)


@transaction.atomic
def withdraw_contribution(*, contribution: Contribution, person: User) -> bool:
    """Take one's own words back while the session runs; they are gone from the minutes, too."""
    locked, _seat, _step = _inside(contribution.session, person)
    mine = _own(contribution, person)
    mine.withdrawn_at, mine.body = timezone.now(), ""
    mine.help_wanted = mine.nature = mine.cluster = ""
    mine.due_on = None
    Dot.objects.filter(contribution=mine).delete()
    return _changed(locked, mine, _step_named(locked, mine.step))


@transaction.atomic
def answer_contract(*, contribution: Contribution, person: User, accepts: bool) -> bool:
    """Accept the contract as it is worded, or ask for other words."""
    locked, _seat, _step = _inside(contribution.session, person)
    contract = contract_of(locked)
    if contract is None or contract.pk != contribution.pk:
        raise SessionRefused(_("The contract was worded anew; read it, then answer."))
    if person.pk not in answering_people(seats_still_there(locked), contract.author_id):
        raise SessionRefused(_("The group accepts the contract, not the one who wrote it."))
    answer = ContractAnswer.objects.filter(contribution=contract, person=person).first()
    if answer is not None and answer.accepts == accepts:
        return False
    ContractAnswer.objects.update_or_create(
        contribution=contract, person=person, defaults={"accepts": accepts}
    )
    tell_state(locked)
    return True


@transaction.atomic
def lay_dot(*, contribution: Contribution, person: User, laid: bool) -> bool:
    """Lay a dot on a contribution while the step gives some, or take it back."""
    locked, seat, step = _inside(contribution.session, person)
    found = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if seat.role == Role.OBSERVER or not step.votes or not _is_votable(locked, found, person):
        raise SessionRefused(_("No dot can be laid here now."))
    mine = Dot.objects.filter(contribution=found, person=person)
    if mine.exists() == laid:
        return False
    if not laid:
        mine.delete()
    elif dots_of(locked, person).filter(step=step.key).count() >= step.votes:
        raise SessionRefused(_("All your dots are laid; take one back to lay it elsewhere."))
    else:
        Dot.objects.create(contribution=found, person=person, step=step.key)
    return _changed(locked, found, step)


@transaction.atomic
def group_contribution(*, contribution: Contribution, leader: User, cluster: str) -> bool:
    """Put a contribution under a heading with others like it; an empty heading takes it out."""
    locked, seat, _step = _inside(contribution.session, leader)
    if not seat.is_leading:
        raise SessionRefused(_("The facilitator groups what was said."))
    found = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if found.withdrawn_at is not None or found.cluster == cluster or found.kind not in GROUPED:
        return False
    found.cluster = cluster
    return _changed(locked, found, _step_named(locked, found.step))


def _inside(session: Session, person: User) -> tuple[Session, Participant, Step]:
    """Return the locked session with who acts in it and its step. Raises ``SessionRefused``."""
    locked = lock_session(session)
    seat = Participant.objects.filter(session=locked, person=person).first()
    if seat is None or seat.accepted_at is None:
        raise SessionRefused(_("Enter the session first: read its words of confidentiality."))
    step = step_of(locked.course, locked.read())
    if locked.stage == Stage.PLANNED or not locked.community.is_open:
        raise SessionRefused(_("The session has not begun; nothing was sent."))
    if step is None:
        raise SessionRefused(_("The session is over; nothing was sent."))
    return locked, seat, step


def _require_kind(session: Session, seat: Participant, kind: Kind) -> None:
    if kind not in kinds_now(session.course, session.read(), Role(seat.role)):
        raise SessionRefused(
            _("This step takes no such contribution from your role; nothing was sent.")
        )


def _require_floor(session: Session, seat: Participant, step: Step) -> None:
    """In a live round the one whose turn it is speaks; where there are seats, those who sit."""
    is_live_round = step.is_round and session.pace == Pace.LIVE
    if is_live_round and session.floor_id != seat.pk and is_floor_taken(session):
        raise SessionRefused(_("Somebody else has the floor; your turn comes."))
    if step.seats and not seat.is_seated and not seat.is_leading and seat.role != Role.NOTE_TAKER:
        raise SessionRefused(_("Take a seat first: here, those who sit speak."))


def _said_before(key: str | None) -> Contribution | None:
    if key is None:
        return None
    return Contribution.objects.select_related("author").filter(client_key=key).first()


def _own(contribution: Contribution, person: User) -> Contribution:
    found = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if found.author_id != person.pk or found.withdrawn_at is not None:
        raise SessionRefused(_("Only your own words can be changed."))
    found.author = person
    return found


def _is_votable(session: Session, found: Contribution, person: User) -> bool:
    step = _step_named(session, found.step)
    is_own = found.author_id == person.pk
    is_open = step is not None and is_shown(session.course, step, is_own=is_own)
    return found.withdrawn_at is None and is_open and found.kind in VOTED_ON


def _step_named(session: Session, key: str) -> Step | None:
    return next((step for step in session.read().steps if step.key == key), None)


def _lower_hand(seat: Participant) -> None:
    """Who speaks need no longer ask to."""
    Participant.objects.filter(pk=seat.pk, hand_at__isnull=False).update(hand_at=None)


def _changed(session: Session, contribution: Contribution, step: Step | None) -> bool:
    contribution.changed = next_number(session)
    contribution.save()
    _tell(session, contribution, step)
    return True


def _tell(session: Session, contribution: Contribution, step: Step | None) -> None:
    """Tell everybody, or of a hidden contribution only that there is one more."""
    if step is None or is_shown(session.course, step, is_own=False):
        tell_contribution(session, contribution, dot_count(contribution))
        if contribution.kind == Kind.CONTRACT:
            tell_state(session)
    else:
        tell_state(session)
