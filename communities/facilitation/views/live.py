"""A session while it runs: one page for all roles, and what changed in it."""

import time
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.facilitation.choices import Kind, Nature, Role
from communities.facilitation.live_forms import ContributionForm, EnterForm
from communities.facilitation.running import Stage
from communities.facilitation.selectors.contributions import access_read
from communities.facilitation.selectors.live import changes_for
from communities.facilitation.selectors.sessions import Seat, access_seat
from communities.facilitation.services.contributing import GROUPED, VOTED_ON
from communities.facilitation.views.live_page import (
    agrees,
    contract_words,
    people_rows,
    situation_of,
    step_blocks,
    stray_words,
)
from communities.facilitation.views.outcomes import followup_context
from communities.facilitation.wire import Wire
from communities.people.light_mode import is_light
from communities.people.models import User

TAB = "sessions"
MOST_DIGITS = 18


@login_required
@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the session as it stands; who has not accepted its words yet reads them first."""
    seat = access_seat(standing_of(request), pk, cast("User", request.user))
    if seat.session.stage == Stage.CANCELLED:
        return redirect(seat.session)
    if seat.participant is not None and seat.participant.accepted_at is None:
        return render(request, "facilitation/enter.html", enter_context(request, seat, EnterForm()))
    return live_response(request, seat)


@login_required
@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what changed after a number; 304 when nothing did."""
    seat = access_read(standing_of(request), pk, cast("User", request.user))
    tag = f'"{seat.session.sequence}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = as_json(changed(seat, number_in(request.GET.get("after", ""))))
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def changed(seat: Seat, after: int) -> Wire:
    """Return what changed, with the time here, by which all screens count down."""
    person = seat.participant.person if seat.participant is not None else None
    return changes_for(seat.session, person, after) | {"now": time.time()}


def as_json(content: Wire, status: int = 200) -> JsonResponse:
    """Answer a script, as lightly as possible."""
    compact = {"ensure_ascii": False, "separators": (",", ":")}
    return JsonResponse(content, status=status, json_dumps_params=compact)


def number_in(text: str) -> int:
    """Read a number of the sequence; what is none counts as the beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def enter_context(request: HttpRequest, seat: Seat, form: EnterForm) -> dict[str, Any]:
    """Gather what the page of promises shows."""
    return community_context(request, seat.session.community, TAB) | {
        "session": seat.session,
        "audience": audience_words(seat.session.scope),
        "form": form,
    }


def live_response(
    request: HttpRequest, seat: Seat, bound: ContributionForm | None = None
) -> HttpResponse:
    """Show the page of a running session, perhaps with words that were refused."""
    status = HTTPStatus.OK if bound is None else HTTPStatus.BAD_REQUEST
    context = live_context(request, seat, bound)
    response = render(request, "facilitation/live.html", context, status=status)
    response.holds_a_page = True  # type: ignore[attr-defined]  # its room, beside it: the policy's middleware reads it
    return response


def live_context(
    request: HttpRequest, seat: Seat, bound: ContributionForm | None = None
) -> dict[str, Any]:
    """Gather what the page of a running session shows to who looks."""
    session, now = seat.session, time.time()
    held = changed(seat, 0)
    blocks = step_blocks(seat, held, bound)
    remaining = session.course.remaining(now)
    situation = situation_of(session.read().steps, held, request.user.pk)
    return (
        community_context(request, session.community, TAB)
        | {
            "session": session,
            "seat": seat,
            "audience": audience_words(session.scope),
            "blocks": blocks,
            "stray": stray_words(seat, bound, blocks),
            "newest_first": blocks[::-1],
            "state": held["s"],
            "people": people_rows(held),
            "minutes_left": int(remaining // 60),
            "seconds_left": int(remaining % 60),
            "ends_at": _moment(now + remaining) if session.course.is_ticking else None,
            "contract": contract_words(held),
            "situation": situation,
            "kinds": Kind.choices,
            "roles": Role.choices,
            "natures": Nature.choices,
            "script": _for_script(request, seat, held),
        }
        | (followup_context(seat) if "news" in situation else {})
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=timezone.get_current_timezone())


def _for_script(request: HttpRequest, seat: Seat, held: Wire) -> dict[str, Any]:
    session = seat.session
    marks = ("is_round", "is_hidden", "votes", "seats")
    return {
        "pace": session.pace,
        "voted": sorted(VOTED_ON),
        "grouped": sorted(GROUPED),
        "steps": [
            {"key": step.key, "news": any(Kind.NEWS in kinds for kinds in step.writes.values())}
            | {mark: getattr(step, mark) for mark in marks if getattr(step, mark)}
            | ({"agrees": True} if agrees(step) else {})
            for step in session.read().steps
        ],
        "place": session.place_name,
        "me": request.user.pk,
        "role": seat.role,
        "leads": seat.is_leading,
        "light": is_light(request),
        "language": request.LANGUAGE_CODE,
        "zone": timezone.get_current_timezone_name(),
        "urls": {
            "changes": reverse("facilitation:changes", args=[session.pk]),
            "socket": "/live/",
        },
        "held": held,
    }
