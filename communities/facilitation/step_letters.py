"""Letters about the steps of a session over days: what is open, what is asked, until when."""

import logging
import time
from collections.abc import Collection
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from communities.circles.mails import send_letter
from communities.circles.readers import readers_of
from communities.facilitation.choices import Answer, Role
from communities.facilitation.formats import EVERYONE, said
from communities.facilitation.models import Participant, Session

logger = logging.getLogger(__name__)


def write_to_seats(session: Session, letter: str, roles: Collection[Role]) -> None:
    """Write to who takes part (in one of these roles, if any) in their language and time zone."""
    seats = Participant.objects.filter(session=session, person__in=readers_of(session.scope))
    if roles:
        seats = seats.filter(role__in=roles)
    for seat in seats.exclude(answer=Answer.NO).select_related("person"):
        try:
            facts = _facts(session, seat)
            send_letter(letter, seat.person.email, seat.person.language, facts, "facilitation")
        except Exception:  # one that cannot be sent stops no other
            logger.exception("The letter %s for seat %d could not be sent", letter, seat.pk)


def _facts(session: Session, seat: Participant) -> dict[str, object]:
    step, now = session.read().steps[session.step], time.time()
    closes = datetime.fromtimestamp(now + session.course.remaining(now), tz=UTC)
    with translation.override(seat.person.language):
        return {
            "title": " ".join(session.title.split()),
            "step": said(step.name),
            "says": said(step.says.get(seat.role, step.says.get(EVERYONE, {}))),
            "closes": date_format(
                closes.astimezone(ZoneInfo(seat.person.time_zone)), "DATETIME_FORMAT"
            ),
            "address": settings.SITE_URL + reverse("facilitation:live", args=[session.pk]),
        }
