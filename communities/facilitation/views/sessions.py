"""The sessions of a community as far as one may hear of them, and the page of each."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.facilitation.choices import Role
from communities.facilitation.context import TAB, road_of, session_context
from communities.facilitation.models import Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.listings import (
    coming_sessions,
    named_rows,
    past_sessions,
    with_my_role,
)
from communities.facilitation.selectors.people import seats_of
from communities.facilitation.selectors.preparing import subjects_of
from communities.facilitation.selectors.rotation import seats_with_times, times_client
from communities.facilitation.selectors.sessions import (
    Seat,
    access_session,
    cycle_of,
    seat_inside,
    visible_cycles,
)
from communities.facilitation.views.calendars import calendar_context
from communities.facilitation.views.outcomes import remains_context
from communities.people.models import User

PER_PAGE, SOME_CYCLES = 20, 5
SHOWN = ("coming", "past", "cycles")


@require_safe
def sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """List what is under way and to come, what is past, or one's cycles."""
    community = access_community(standing_of(request), slug)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else SHOWN[0]
    context = community_context(request, community, TAB) | _listed(request, community, shown)
    return render(request, "facilitation/sessions.html", context | {"shown": shown})


def _listed(request: HttpRequest, community: Community, shown: str) -> dict[str, Any]:
    standing, number = standing_of(request), request.GET.get("page")
    cycles = visible_cycles(standing, community)
    if shown == "cycles":
        page = Paginator(cycles, PER_PAGE).get_page(number)
        return {"cycles": page, "page": page}
    listed = past_sessions if shown == "past" else coming_sessions
    rows = with_my_role(listed(standing, community), cast("User", request.user))
    sessions_page = Paginator(rows, PER_PAGE).get_page(number)
    named = named_rows(sessions_page, is_signed_in=request.user.is_authenticated)
    listed_rows = {"page": sessions_page, "rows": named}
    if shown == "past":
        return listed_rows
    return listed_rows | {"cycles": cycles.filter(ends_on__gte=timezone.localdate())[:SOME_CYCLES]}


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session: all of it to who takes part, its announcement to others."""
    standing = standing_of(request)
    found = access_session(standing, pk)
    seat = seat_inside(standing, found, cast("User", request.user))
    road = road_of(found)
    context = session_context(request, found, seat) | {
        "road": road,
        "length": sum(step["length"] for step in road),
    }
    context |= calendar_context(request, found, seat) | remains_context(request, found, seat)
    if seat is not None:
        context |= _inside(request, seat)
    return render(request, "facilitation/session.html", context)


def _inside(request: HttpRequest, seat: Seat) -> dict[str, Any]:
    found, seats = seat.session, list(seats_of(seat.session))
    needs_client = seat.is_leading and found.stage == Stage.PLANNED
    needs_client = needs_client and Role.CLIENT in found.read().roles
    return {
        "lacks_client": needs_client and all(one.role != Role.CLIENT for one in seats),
        "seats": with_turns(request, found, seats),
        "subjects": subjects_of(seat, request.user.pk),
        "cycle": cycle_of(standing_of(request), found),
        "asks_dates": found.stage == Stage.PLANNED and found.date_options.exists(),
    }


def with_turns(request: HttpRequest, found: Session, seats: list[Any]) -> list[Any]:
    """Pair each participant with how often they were client, as far as the reader may know."""
    people = [seat.person_id for seat in seats]
    return seats_with_times(seats, times_client(standing_of(request), found, people))
