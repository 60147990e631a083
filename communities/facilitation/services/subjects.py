"""Proposing subjects before a session begins; they wait in the step in which it takes them up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.facilitation.choices import Kind, Nature, Role
from communities.facilitation.formats import Format, Step
from communities.facilitation.models import Contribution, Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.services.news import next_number, tell_to_look
from communities.facilitation.services.planning import (
    lock_session,
    seat_participant,
)
from communities.people.models import User

MOST_SUBJECTS = 5  # of a person, in one session


def step_for_subjects(made: Format, role: Role) -> Step | None:
    """Return the first step in which a role offers subjects."""
    return next((step for step in made.steps if Kind.SUBJECT in step.kinds_for(role)), None)


@transaction.atomic
def propose_subject(*, session: Session, person: User, nature: Nature, body: str) -> Contribution:
    """Keep a subject under its step; the same words twice are one. Raises ``SessionRefused``."""
    locked = lock_session(session)
    step = _require_step(locked, person)
    own = Contribution.objects.filter(
        session=locked, author=person, kind=Kind.SUBJECT, withdrawn_at__isnull=True
    )
    same = own.filter(body=body, step=step.key).first()
    if same is not None:
        return same
    _require_few(own.count())
    number = next_number(locked)
    tell_to_look(locked)
    return Contribution.objects.create(
        session=locked,
        step=step.key,
        kind=Kind.SUBJECT,
        author=person,
        body=body,
        nature=nature,
        position=number,
        changed=number,
        said_at=timezone.now(),
    )


@transaction.atomic
def withdraw_subject(*, subject: Contribution) -> bool:
    """Take a subject back before the session begins. Raises ``SessionRefused``."""
    locked = lock_session(subject.session)
    _require_planned(locked)
    row = Contribution.objects.get(pk=subject.pk)
    if row.withdrawn_at is not None:
        return False
    row.withdrawn_at, row.changed = timezone.now(), next_number(locked)
    row.body = row.nature = ""
    tell_to_look(locked)
    row.save(update_fields=["withdrawn_at", "changed", "body", "nature"])
    return True


@transaction.atomic
def choose_subject(*, subject: Contribution, by: User) -> bool:
    """Make who proposed a subject the client; tell whether they were not yet.

    Raises ``SessionRefused``.
    """
    locked = lock_session(subject.session)
    _require_planned(locked)
    if not Participant.objects.filter(session=locked, person=subject.author_id).exists():
        raise SessionRefused(_("Who proposed it takes part no longer."))
    return seat_participant(session=locked, person=subject.author, role=Role.CLIENT, by=by)


def _require_step(session: Session, person: User) -> Step:
    _require_planned(session)
    seat = Participant.objects.filter(session=session, person=person).first()
    step = step_for_subjects(session.read(), Role(seat.role)) if seat is not None else None
    if step is None:
        raise SessionRefused(_("In your role you propose no subject in this session."))
    return step


def _require_planned(session: Session) -> None:
    if session.stage != Stage.PLANNED:
        raise SessionRefused(_("The session has begun or was cancelled: subjects are taken there."))


def _require_few(number: int) -> None:
    if number >= MOST_SUBJECTS:
        text = ngettext(
            "%(most)d subject is the most you can propose; take one back first.",
            "%(most)d subjects are the most you can propose; take one back first.",
            MOST_SUBJECTS,
        )
        raise SessionRefused(text % {"most": MOST_SUBJECTS})
