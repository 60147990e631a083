"""Calendars to subscribe to, and single sessions to put into one."""

import hashlib
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.access import access_for, standing_of
from communities.circles.selectors import access_community
from communities.facilitation.calendars import Entry, Method, calendar_of
from communities.facilitation.invitations import open_uid
from communities.facilitation.letters import (
    entry_of,
    guest_as_recipient,
    participant_as_recipient,
)
from communities.facilitation.models import Participant, Session
from communities.facilitation.selectors.calendars import (
    access_owner,
    open_sessions,
    seats_for_feed,
)
from communities.facilitation.selectors.places import access_guest
from communities.facilitation.selectors.sessions import access_session, seat_inside
from communities.pace import is_too_fast
from communities.people.models import User

FETCHES_A_MINUTE = 120  # calendar services fetch for many people from one address


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give a person's sessions to whoever knows their secret address, as the person may see them."""
    if _is_too_fast(request):
        return _refusal()
    owner = access_owner(token)
    with translation.override(owner.language):
        entries = [_own_entry(seat) for seat in seats_for_feed(access_for(owner), owner)]
        return _answer(request, calendar_of(entries, name=_("My sessions")))


@require_safe
def community_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the open sessions of a community to everybody who may know of it."""
    if _is_too_fast(request):
        return _refusal()
    standing = standing_of(request)
    community = access_community(standing, slug)
    entries = [_open_entry(session) for session in open_sessions(standing, community)]
    return _answer(request, calendar_of(entries, name=community.name))


@require_safe
def session_calendar(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give one session: to who takes part as their invitation, else as it is announced."""
    standing = standing_of(request)
    session = access_session(standing, pk)
    if session.starts_at is None:
        raise Http404
    inside = seat_inside(standing, session, cast("User", request.user))
    seat = inside.participant if inside is not None else None
    if seat is None:
        return _answer(request, calendar_of([_open_entry(session)]))
    entry = entry_of(session, participant_as_recipient(seat))
    return _answer(request, calendar_of([entry], Method.REQUEST))


@require_safe
def guest_calendar(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give a guest's session to them, once they confirmed that they come."""
    guest = access_guest(token)
    if guest.confirmed_at is None or guest.session.starts_at is None:
        raise Http404
    entry = entry_of(guest.session, guest_as_recipient(guest), with_reply=False)
    return _answer(request, calendar_of([entry]))


def _own_entry(seat: Participant) -> Entry:
    return entry_of(seat.session, participant_as_recipient(seat), with_reply=False)


def _open_entry(session: Session) -> Entry:
    address = settings.SITE_URL + session.get_absolute_url()
    return Entry(session=session, uid=open_uid(session.pk), address=address)


def _answer(request: HttpRequest, text: str) -> HttpResponseBase:
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="calendar.ics"',
    }
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
    answer = get_conditional_response(request, etag, None, response)
    return answer if answer is not None else response


def _is_too_fast(request: HttpRequest) -> bool:
    return is_too_fast(request, "calendar-feed", member=FETCHES_A_MINUTE, visitor=FETCHES_A_MINUTE)


def _refusal() -> HttpResponse:
    return HttpResponse(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        headers={"Retry-After": "60"},
        content_type="text/plain",
    )
