"""Commitments come back to their owner at their date: what happened?"""

import zoneinfo
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facilitation.models import Commitment
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.remains_letters import ask_what_happened
from communities.people.models import User
from communities.people.services.closing import closing_steps

EARLIEST_ZONE = timedelta(hours=14)  # where a day begins first


@transaction.atomic
def answer_commitment(
    *, commitment: Commitment, due_on: date | None, outcome: str, what_happened: str
) -> bool:
    """Keep what came of it, or another date; one later than today is asked about once more."""
    locked = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if what_happened and not outcome:
        raise SessionRefused(_("Say also how it went: done, partly, otherwise, or let go."))
    before = (locked.due_on, locked.outcome, locked.what_happened)
    if before == (due_on, outcome, what_happened):
        return False
    if due_on != locked.due_on:
        locked.asked_at = None
    if (outcome, what_happened) != before[1:]:
        locked.told_at = timezone.now() if outcome else None
    locked.due_on, locked.outcome, locked.what_happened = due_on, outcome, what_happened
    locked.save(update_fields=["due_on", "outcome", "what_happened", "asked_at", "told_at"])
    return True


def attend_to_commitments(now: datetime) -> int:
    """Ask everybody once, on the day in their own time zone, what came of what they said."""
    rows = Commitment.objects.filter(
        due_on__lte=(now + EARLIEST_ZONE).date(),
        asked_at__isnull=True,
        outcome="",
        person__is_active=True,
        person__email__isnull=False,
    ).select_related("person")
    return sum(_ask(row, now) for row in rows.order_by("pk"))


@transaction.atomic
def _ask(commitment: Commitment, now: datetime) -> bool:
    today = now.astimezone(_zone_of(commitment.person)).date()
    if commitment.due_on is None or commitment.due_on > today:
        return False
    # Another look at the same time finds it marked.
    unasked = Commitment.objects.filter(pk=commitment.pk, asked_at__isnull=True, outcome="")
    if not unasked.filter(due_on=commitment.due_on).update(asked_at=now):
        return False
    ask_what_happened(commitment)
    return True


def _zone_of(person: User) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)


@closing_steps.register
def forget_own_commitments(person: User) -> None:
    """Delete what only the person could read."""
    Commitment.objects.filter(person=person).delete()
