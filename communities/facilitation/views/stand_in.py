"""A stand-in for the page of a session until that is merged."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.context import community_context
from communities.facilitation.selectors.sessions import Seat, access_session, seat_of
from communities.facilitation.views.calendars import calendar_context
from communities.people.models import User
from communities.policy import Action, can


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session's calendar part alone."""
    standing = standing_of(request)
    found = access_session(standing, pk)
    is_inside = can(standing, Action.READ, found.scope)
    seat = Seat(found, seat_of(found, cast("User", request.user))) if is_inside else None
    context = community_context(request, found.community, "sessions")
    context |= {"session": found, "seat": seat} | calendar_context(request, found, seat)
    return render(request, "facilitation/stand_in.html", context)
