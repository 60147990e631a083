"""Sessions by date: one's own, those of a community one may hear of, those of a secret address."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from communities.access import visible
from communities.circles.models import Community
from communities.facilitation.choices import Answer
from communities.facilitation.models import (
    CalendarKey,
    DateAnswer,
    DateOption,
    Participant,
    Session,
)
from communities.facilitation.running import Stage
from communities.facilitation.selectors.sessions import visible_sessions
from communities.people.models import User
from communities.people.tokens import hash_token
from communities.policy import Standing

MOST_IN_A_FEED = 500
KEPT_IN_A_FEED = timedelta(days=366)


def seats_of(standing: Standing, person: User) -> QuerySet[Participant]:
    """Return how a person takes part in the sessions whose inside they may read."""
    rows = Participant.objects.filter(person_id=person.pk)
    return visible(
        standing, rows.select_related("session__community", "session__cycle"), "session__"
    )


def coming_seats(standing: Standing, person: User) -> QuerySet[Participant]:
    """Return a person's sessions of today and later, the next one first."""
    rows = seats_of(standing, person).filter(is_coming("session__"))
    return rows.order_by("session__starts_at", "session")


def earlier_seats(standing: Standing, person: User) -> QuerySet[Participant]:
    """Return a person's sessions that were, the last one first."""
    rows = seats_of(standing, person).filter(session__starts_at__isnull=False)
    return rows.exclude(is_coming("session__")).order_by("-session__starts_at", "-session")


def next_seats(standing: Standing, person: User, most: int) -> list[Participant]:
    """Return the sessions a person goes to next."""
    rows = coming_seats(standing, person).exclude(session__stage=Stage.CANCELLED)
    return list(rows.exclude(answer=Answer.NO)[:most])


def seats_with_poll(standing: Standing, person: User, most: int) -> list[Participant]:
    """Return the sessions that wait for a person to say which dates suit."""
    options = DateOption.objects.filter(session=OuterRef("session"))
    answers = DateAnswer.objects.filter(participant=OuterRef("pk"))
    rows = seats_of(standing, person).filter(
        Exists(options),
        ~Exists(answers),
        session__stage=Stage.PLANNED,
        session__starts_at__isnull=True,
    )
    return list(rows.order_by("joined_at", "pk")[:most])


def coming_announced(standing: Standing, community: Community) -> QuerySet[Session]:
    """Return the sessions of a community that one may hear of, of today and later."""
    rows = visible_sessions(standing, community).filter(is_coming())
    return rows.order_by("starts_at", "pk")


def earlier_announced(standing: Standing, community: Community) -> QuerySet[Session]:
    """Return the sessions of a community that one may hear of and that were."""
    rows = visible_sessions(standing, community).filter(starts_at__isnull=False)
    return rows.exclude(is_coming()).order_by("-starts_at", "-pk")


def open_sessions(standing: Standing, community: Community) -> list[Session]:
    """Return the open sessions of a community, for its calendar to subscribe to."""
    rows = visible_sessions(standing, community).filter(is_public=True)
    return list(_for_feed(rows))


def seats_for_feed(standing: Standing, person: User) -> list[Participant]:
    """Return a person's sessions for their own calendar, without those they said no to."""
    rows = seats_of(standing, person).exclude(answer=Answer.NO).select_related("person")
    since = timezone.now() - KEPT_IN_A_FEED
    return list(
        rows.filter(session__starts_at__gte=since).order_by("-session__starts_at")[:MOST_IN_A_FEED]
    )


def key_of(person: User) -> CalendarKey | None:
    """Return a person's secret calendar address, if they have one."""
    return CalendarKey.objects.filter(person_id=person.pk).first()


def access_owner(token: str) -> User:
    """Return whose secret address this is, or raise 404."""
    rows = CalendarKey.objects.select_related("person")
    key = rows.filter(token_hash=hash_token(token), person__is_active=True).first()
    if key is None:
        raise Http404
    return key.person


def is_coming(prefix: str = "") -> Q:
    """Build the condition of what is under way, or planned for today or later."""
    under_way = Q(**{f"{prefix}stage": Stage.RUNNING})
    planned = Q(**{f"{prefix}stage__in": [Stage.PLANNED, Stage.CANCELLED]})
    return under_way | (planned & Q(**{f"{prefix}starts_at__gte": _today()}))


def _today() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _for_feed(rows: QuerySet[Session]) -> QuerySet[Session]:
    since = timezone.now() - KEPT_IN_A_FEED
    return rows.filter(starts_at__gte=since).order_by("-starts_at")[:MOST_IN_A_FEED]
