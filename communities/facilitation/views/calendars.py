"""Sessions by date: one's own, those of a community; answering an invitation."""

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.facilitation.choices import Answer
from communities.facilitation.guest_forms import ShortGuestForm
from communities.facilitation.models import Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.calendars import (
    coming_announced,
    coming_seats,
    earlier_announced,
    earlier_seats,
    key_of,
    seats_with_poll,
)
from communities.facilitation.selectors.places import guests_of, is_open_to_guests, places_left
from communities.facilitation.selectors.sessions import Seat, access_seat
from communities.facilitation.services.answers import answer_invitation
from communities.facilitation.services.keys import make_calendar_key, withdraw_calendar_key
from communities.facilitation.times import times_for_page
from communities.facilitation.views.posting import posted_from
from communities.people.models import User
from communities.policy import Audience

PER_PAGE = 30
MOST_WAITING = 10
CHOICES = {"yes": Answer.YES, "maybe": Answer.MAYBE, "no": Answer.NO}


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """List one's own sessions by month, and first what waits for an answer."""
    return render(request, "facilitation/calendar.html", _own(request))


@login_required
@posted_from("facilitation:calendar")
def address(request: HttpRequest) -> HttpResponse:
    """Make, renew or withdraw one's secret address; it is shown this once."""
    person, act = cast("User", request.user), request.POST.get("act", "")
    if act == "withdraw":
        if withdraw_calendar_key(person=person):
            messages.success(request, _("The secret address is withdrawn; it leads nowhere now."))
        return redirect("facilitation:calendar")
    if act != "make":
        raise Http404
    path = reverse("facilitation:feed", args=[make_calendar_key(person=person)])
    context = _own(request) | {"secret_address": settings.SITE_URL + path}
    response = render(request, "facilitation/calendar.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _own(request: HttpRequest) -> dict[str, Any]:
    standing, person = standing_of(request), cast("User", request.user)
    is_earlier = request.GET.get("show") == "earlier"
    rows = (earlier_seats if is_earlier else coming_seats)(standing, person)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": shown,
        "rows": _rows(request, ((seat.session, seat) for seat in shown)),
        "is_earlier": is_earlier,
        "polls": [] if is_earlier else seats_with_poll(standing, person, MOST_WAITING),
        "key": key_of(person),
    }


@require_safe
def community_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sessions of a community that one may hear of, by month."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    is_earlier = request.GET.get("show") == "earlier"
    rows = (earlier_announced if is_earlier else coming_announced)(standing, community)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = community_context(request, community, "sessions") | {
        "page": shown,
        "rows": _rows(request, ((session, None) for session in shown)),
        "is_earlier": is_earlier,
        "feed": _feed_of(community),
    }
    return render(request, "facilitation/community_calendar.html", context)


def _feed_of(community: Community) -> str:
    """Return the address for calendars; none where they, who sign in nowhere, read nothing."""
    if community.scope.read != Audience.PUBLIC:
        return ""
    return settings.SITE_URL + reverse("facilitation:community-feed", args=[community.slug])


def _rows(
    request: HttpRequest, found: Iterable[tuple[Session, Participant | None]]
) -> list[dict[str, Any]]:
    is_signed_in = request.user.is_authenticated
    return [
        {
            "session": session,
            "seat": seat,
            "times": times_for_page(session, is_signed_in=is_signed_in),
        }
        for session, seat in found
    ]


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether one comes."""
    seat = access_seat(standing_of(request), pk, cast("User", request.user))
    if seat.participant is None:
        raise PermissionDenied
    target = "facilitation:calendar" if request.POST.get("from") == "calendar" else seat.session
    chosen = CHOICES.get(request.POST.get("answer", ""))
    if chosen is None:
        messages.error(request, _("Choose one of the answers."))
        return redirect(target)
    try:
        answer_invitation(participant=seat.participant, answer=chosen)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your answer is kept."))
    return redirect(target)


def calendar_context(request: HttpRequest, session: Session, seat: Seat | None) -> dict[str, Any]:
    """Return what ``facilitation/session_calendar.html`` shows beside ``session`` and ``seat``."""
    participant = seat.participant if seat is not None else None
    is_signed_in = request.user.is_authenticated
    is_ahead = session.stage in {Stage.PLANNED, Stage.RUNNING}
    may_register = session.is_public and is_ahead and participant is None
    by_mail = may_register and not is_signed_in and is_open_to_guests(session)
    return {
        "times": times_for_page(session, is_signed_in=is_signed_in),
        "own_answer": participant.answer if participant is not None and is_ahead else None,
        "answers": [Answer.YES, Answer.MAYBE, Answer.NO],
        "may_leave": participant is not None and is_ahead and not participant.is_leading,
        "places_left": places_left(session) if session.is_public and is_ahead else None,
        "may_join": may_register and is_signed_in,
        "guest_form": ShortGuestForm() if by_mail else None,
        "guests": guests_of(session) if seat is not None and session.is_public else [],
    }
