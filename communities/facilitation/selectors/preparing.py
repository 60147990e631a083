"""What is prepared in a session: possible dates, the private board, proposed subjects."""

from collections.abc import Sequence

from django.http import Http404

from communities.facilitation.choices import Kind
from communities.facilitation.models import (
    Board,
    Contribution,
    DateAnswer,
    DateOption,
    Participant,
    Session,
)
from communities.facilitation.running import Stage, is_shown
from communities.facilitation.selectors.sessions import Seat


def date_options_of(session: Session) -> list[DateOption]:
    """Return the possible dates with what was answered to them, in two queries."""
    rows = DateOption.objects.filter(session=session)
    return list(rows.prefetch_related("answers__participant__person"))


def answers_of(participant: Participant | None) -> dict[int, str]:
    """Return what a participant answered, by the option's key."""
    if participant is None:
        return {}
    rows = DateAnswer.objects.filter(participant=participant)
    return dict(rows.values_list("option_id", "availability"))


def access_date_option(session: Session, pk: int) -> DateOption:
    """Fetch a possible date of this session or raise 404."""
    found = DateOption.objects.filter(session=session, pk=pk).first()
    if found is None:
        raise Http404
    found.session = session
    return found


def board_of(session: Session) -> Board | None:
    """Return the facilitators' board; only for a session that was fetched by ``access_led``."""
    return Board.objects.filter(session=session).first()


def subjects_of(seat: Seat, person_id: int | None) -> Sequence[Contribution]:
    """Return the subjects somebody inside may see; in a step that hides them, one's own.

    Once it has begun they were said in it: who did not enter reads none.
    """
    session = seat.session
    if session.stage != Stage.PLANNED and not seat.has_entered:
        return []
    rows = Contribution.objects.filter(
        session=session, kind=Kind.SUBJECT, withdrawn_at__isnull=True
    ).select_related("author")
    steps = {step.key: step for step in session.read().steps}
    return [
        one
        for one in rows
        if one.step in steps
        and is_shown(session.course, steps[one.step], is_own=one.author_id == person_id)
    ]


def access_subject(seat: Seat, pk: int, person_id: int | None) -> Contribution:
    """Fetch a subject of this session that somebody inside may see, or raise 404."""
    for found in subjects_of(seat, person_id):
        if found.pk == pk:
            found.session = seat.session
            return found
    raise Http404
