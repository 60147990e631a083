"""Background work of sessions: fetches, then delegates."""

from django_tasks import task

from communities.facilitation.choices import Role
from communities.facilitation.models import Session
from communities.facilitation.running import Stage


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
