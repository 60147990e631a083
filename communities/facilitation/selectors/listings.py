"""The sessions of a community in the order of its page: under way, to come, past."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from communities.circles.models import Community
from communities.facilitation.choices import Role
from communities.facilitation.models import Participant, Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.sessions import visible_sessions
from communities.facilitation.times import times_for_page
from communities.people.models import User
from communities.policy import Standing

OVERDUE = timedelta(days=1)  # planned, and not begun so long after: no longer to come


def coming_sessions(standing: Standing, community: Community) -> QuerySet[Session]:
    """Return the sessions under way, then those without a date, then the next ones."""
    order = Case(When(stage=Stage.RUNNING, then=Value(0)), default=Value(1))
    rows = visible_sessions(standing, community).filter(~_over())
    return rows.order_by(order, F("starts_at").asc(nulls_first=True), "pk")


def past_sessions(standing: Standing, community: Community) -> QuerySet[Session]:
    """Return what ended, was cancelled or never began, the latest first."""
    rows = visible_sessions(standing, community).filter(_over())
    return rows.order_by(Coalesce("ended_at", "starts_at", "changed_at").desc(), "-pk")


def with_my_role(rows: QuerySet[Session], person: User) -> QuerySet[Session]:
    """Let each session know in which role a person takes part, if so."""
    mine = Participant.objects.filter(session=OuterRef("pk"), person_id=person.pk)
    return rows.annotate(my_role=Subquery(mine.values("role")[:1]))


def named_rows(sessions: Iterable[Session], *, is_signed_in: bool) -> list[dict[str, Any]]:
    """Say of sessions from ``with_my_role`` when they are, and the role in words."""
    return [
        {
            "session": one,
            "role": Role(role).label if (role := getattr(one, "my_role", "")) else "",
            "times": times_for_page(one, is_signed_in=is_signed_in),
        }
        for one in sessions
    ]


def _over() -> Q:
    overdue = Q(stage=Stage.PLANNED, starts_at__lt=timezone.now() - OVERDUE)
    return Q(stage__in=[Stage.ENDED, Stage.CANCELLED]) | (Q(starts_at__isnull=False) & overdue)
