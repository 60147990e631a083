"""What is done about the minutes of ended sessions now and then."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from communities.facilitation.choices import Keeping
from communities.facilitation.models import Minutes
from communities.facilitation.remains_letters import remind_of_minutes
from communities.facilitation.services.forgetting import forget_session

EACH_DAY = timedelta(hours=23)  # the hourly look comes a little earlier or later
KEPT_AT_MOST = timedelta(days=7)  # when nothing is to be kept and nobody says so again


def attend_to_minutes(now: datetime) -> int:
    """Remind who leads of minutes that are not shared; delete those of which nothing is kept."""
    unshared = Minutes.objects.filter(shared_at__isnull=True)
    forgotten = unshared.filter(session__kept=Keeping.NOTHING, assembled_at__lt=now - KEPT_AT_MOST)
    for minutes in forgotten.select_related("session__community"):
        forget_session(session=minutes.session)
    waiting = _waiting(now).order_by("pk").values_list("pk", flat=True)
    return sum(_remind(pk, now) for pk in list(waiting))


def _waiting(now: datetime) -> QuerySet[Minutes]:
    since = now - EACH_DAY
    told = Q(reminded_at__lt=since) | Q(reminded_at__isnull=True, assembled_at__lt=since)
    rows = Minutes.objects.filter(told, shared_at__isnull=True)
    return rows.exclude(session__kept=Keeping.NOTHING)


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    # Another look at the same time finds it marked.
    if not _waiting(now).filter(pk=pk).update(reminded_at=now):
        return False
    minutes = Minutes.objects.select_related("session__community").get(pk=pk)
    remind_of_minutes(minutes.session)
    return True
