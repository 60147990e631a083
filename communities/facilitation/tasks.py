"""Background work of sessions: fetches, then delegates."""

from django.utils import timezone
from django_tasks import task

from communities.facilitation.choices import Role
from communities.facilitation.models import Guest, Participant, Session
from communities.facilitation.running import Stage
from communities.people.models import User


@task()
def write_of_step(session_pk: int, turn: int, letter: str, roles: list[str]) -> None:
    """Write about the step a session is in, unless it moved on meanwhile."""
    from communities.facilitation.step_letters import (  # noqa: PLC0415 -- mail is slow to import
        write_to_seats,
    )

    rows = Session.objects.select_related("community")
    session = rows.filter(pk=session_pk, turn=turn, stage=Stage.RUNNING).first()
    if session is not None:
        write_to_seats(session, letter, [Role(role) for role in roles])


@task()
def tell_people(session_pk: int) -> None:
    """Write to those whom a session's last change was not told."""
    from communities.facilitation.services.calendar_letters import (  # noqa: PLC0415 -- the service enqueues this task
        tell_of_session,
    )

    session = Session.objects.select_related("community").filter(pk=session_pk).first()
    if session is not None:
        tell_of_session(session, timezone.now())


@task()
def tell_leaver(session_pk: int, seat_pk: int, person_pk: int) -> None:
    """Write to somebody who takes part no longer."""
    from communities.facilitation.services.calendar_letters import (  # noqa: PLC0415 -- the service enqueues this task
        write_to_leaver,
    )

    session = Session.objects.select_related("community").filter(pk=session_pk).first()
    person = User.objects.filter(pk=person_pk).first()
    if session is not None and person is not None:
        gone = Participant(pk=seat_pk, session=session, person=person, role=Role.PARTICIPANT)
        write_to_leaver(session, gone)


@task()
def send_guest_link(guest_pk: int) -> None:
    """Write to an address that somebody registered."""
    from communities.facilitation.letters import (  # noqa: PLC0415 -- mail is slow to import
        guest_as_recipient,
        send_letter,
    )

    guest = Guest.objects.select_related("session__community").filter(pk=guest_pk).first()
    if guest is not None:
        send_letter("guest_link", guest.session, guest_as_recipient(guest))
