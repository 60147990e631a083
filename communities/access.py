"""The rule of access in Django: a person's standing, and the SQL twin of ``policy.can``."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F, IntegerField, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest
from django.utils import timezone

from communities.circles.models import (
    Community,
    CommunityHost,
    InvitedListEntry,
    Membership,
    StaffEntry,
)
from communities.policy import NOBODY, Action, Audience, Scope, Standing, can

_MEMBER, _READER, _LISTED, _ENTERED = range(4)
_SOMEBODY, _SOME_TIME = -1_000_001, datetime(1901, 2, 3, 4, 5, 6, tzinfo=UTC)


class Scoped(Protocol):
    """A thing the rule can judge."""

    @property
    def scope(self) -> Scope: ...


Thing = TypeVar("Thing", bound=Model)


def access_for(user: AbstractBaseUser | AnonymousUser) -> Standing:
    """Load a person's whole standing in one query; nobody's needs none."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    found: dict[int, list[tuple[int, int]]] = {_MEMBER: [], _READER: [], _LISTED: [], _ENTERED: []}
    for kind, key, level in _standing_rows(user.pk):
        found[kind].append((key, level))
    communities = {key: Audience.ORGANISATION for key, _level in found[_READER]}
    communities.update({key: Audience(level) for key, level in found[_MEMBER]})
    return Standing(
        is_signed_in=True,
        communities=communities,
        invited_lists=frozenset(key for key, _level in found[_LISTED]),
        entered=frozenset(key for key, _level in found[_ENTERED]),
    )


def _standing_rows(person_id: int) -> Iterator[tuple[int, int, int]]:
    """Run the standing query; its SQL is built once: building takes longer than running it."""
    sql, parameters = _standing_sql()
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    values = [
        person_id if one == _SOMEBODY else now if one == _some_time() else one for one in parameters
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor.fetchall()


def _some_time() -> Any:  # noqa: ANN401 -- as the database takes it
    return connection.ops.adapt_datetimefield_value(_SOME_TIME)


@cache
def _standing_sql() -> tuple[str, tuple[Any, ...]]:
    """Build the query with marks where the person and the moment stand."""
    return _standing_query(_SOMEBODY, _SOME_TIME).query.sql_with_params()


def _standing_query(person_id: int, moment: datetime) -> QuerySet[Any]:
    def rows(kind: int, queryset: QuerySet[Thing], key: str, level: Combinable) -> QuerySet[Any]:
        return queryset.order_by().values_list(
            Value(kind, output_field=IntegerField()), F(key), level
        )

    nothing = Value(0, output_field=IntegerField())
    members = rows(
        _MEMBER, Membership.objects.filter(person_id=person_id), "community_id", F("circle")
    )
    readers = rows(
        _READER,
        CommunityHost.objects.filter(organisation__members__person_id=person_id),
        "community_id",
        nothing,
    )
    listed = rows(
        _LISTED, InvitedListEntry.objects.filter(person_id=person_id), "invited_list_id", nothing
    )
    entered = rows(
        _ENTERED,
        StaffEntry.objects.filter(person_id=person_id, until__gt=moment),
        "community_id",
        nothing,
    )
    return members.union(readers, listed, entered)


def visible_filter(
    standing: Standing,
    prefix: str = "",
    *,
    community: str = "community_id",
    invited_list: str | None = "invited_list_id",
) -> Q:
    """Build the condition under which a thing may be read.

    ``prefix`` leads from the queryset's model to the row that carries ``community``,
    ``read_audience`` and ``invited_list`` (``"topic__forum__space__"``); the keywords serve the
    models that name them otherwise or know no lists.
    """
    everyone = Audience.SIGNED_IN if standing.is_signed_in else Audience.PUBLIC
    allowed = Q(**{f"{prefix}read_audience__lte": everyone})
    by_level = sorted((level, key) for key, level in standing.communities.items())
    for level, pairs in groupby(by_level, key=itemgetter(0)):
        allowed |= Q(
            **{
                f"{prefix}{community}__in": [key for _level, key in pairs],
                f"{prefix}read_audience__lte": level,
            }
        )
    if invited_list is not None:
        listed = Q(**{f"{prefix}{invited_list}__isnull": True})
        if standing.invited_lists:
            listed |= Q(**{f"{prefix}{invited_list}__in": standing.invited_lists})
        allowed &= listed
    if standing.entered:
        allowed |= Q(**{f"{prefix}{community}__in": standing.entered})
    return allowed


def visible(standing: Standing, queryset: QuerySet[Thing], prefix: str = "") -> QuerySet[Thing]:
    """Narrow a queryset to what this person may read: the SQL twin of ``can(…, READ, …)``."""
    return queryset.filter(visible_filter(standing, prefix))


def visible_communities(standing: Standing) -> QuerySet[Community]:
    """Return the communities this person may know of."""
    condition = visible_filter(standing, community="pk", invited_list=None)
    return Community.objects.filter(condition)


def require(standing: Standing, action: Action, thing: Scoped) -> None:
    """Raise ``Http404`` when the thing may not even be read, ``PermissionDenied`` when only that."""
    if not can(standing, Action.READ, thing.scope):
        raise Http404
    if not can(standing, action, thing.scope):
        raise PermissionDenied


def standing_of(request: HttpRequest) -> Standing:
    """Return the standing of who asks, loaded once per request."""
    standing: Standing | None = getattr(request, "standing", None)
    if standing is None:
        standing = access_for(request.user)
        request.standing = standing  # type: ignore[attr-defined]  # Django requests take attributes
    return standing
