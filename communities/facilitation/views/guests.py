"""Registering for an open session: in one click, or by e-mail without an account."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.facilitation.guest_forms import GuestForm, guest_facts
from communities.facilitation.models import Guest, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.places import (
    access_guest,
    is_open_to_guests,
    places_left,
)
from communities.facilitation.selectors.sessions import access_session
from communities.facilitation.services.answers import join_open_session
from communities.facilitation.services.guests import (
    cancel_registration,
    confirm_guest,
    register_guest,
)
from communities.facilitation.times import times_for_page, told_times
from communities.pace import is_too_fast
from communities.people.models import User

TRIES_A_MINUTE = 5


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody register for an open session."""
    session = access_session(standing_of(request), pk)
    if not session.is_public:
        raise Http404
    if request.user.is_authenticated:
        return _join(request, session)
    if not is_open_to_guests(session):
        raise Http404
    form = GuestForm(request.POST or None, initial={"time_zone": session.time_zone})
    if request.method == "POST":
        if is_too_fast(request, "guest", member=TRIES_A_MINUTE, visitor=TRIES_A_MINUTE):
            form.add_error(None, _("That was a little too fast. Wait a minute and try again."))
            return _form(request, session, form, status=429)
        if form.is_valid() and _registered(session, form):
            text = _("A letter is on its way to you: open the link in it to confirm.")
            messages.success(request, text)
            return redirect(session)
    return _form(request, session, form, status=400 if request.method == "POST" else 200)


def _join(request: HttpRequest, session: Session) -> HttpResponse:
    if request.method != "POST":
        return _form(request, session, None)
    try:
        join_open_session(session=session, person=cast("User", request.user))
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You take part in this session."))
    return redirect(session)


def _registered(session: Session, form: GuestForm) -> bool:
    facts = guest_facts(form, session.time_zone)
    try:
        register_guest(session=session, language=get_language() or "", **facts)
    except SessionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _form(
    request: HttpRequest, session: Session, form: GuestForm | None, status: int = 200
) -> HttpResponse:
    context = {
        "session": session,
        "form": form,
        "times": times_for_page(session, is_signed_in=request.user.is_authenticated),
        "places_left": places_left(session),
    }
    return render(request, "facilitation/register.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guest their registration; a letter's reader alone does not confirm it."""
    try:
        found = access_guest(token)
    except Http404:
        return render(request, "facilitation/guest_gone.html", status=410)
    if request.method == "POST":
        return _changed(request, found, token)
    session = found.session
    context = {
        "guest": found,
        "session": session,
        "token": token,
        "times": told_times(session, found.time_zone),
        "is_ahead": session.stage in {Stage.PLANNED, Stage.RUNNING},
    }
    response = render(request, "facilitation/guest.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _changed(request: HttpRequest, found: Guest, token: str) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "cancel":
        cancel_registration(guest=found)
        messages.success(request, _("Your registration is cancelled; the place is free again."))
        return redirect(found.session)
    if act == "confirm":
        try:
            confirm_guest(guest=found)
        except SessionRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You are registered. A letter brings you the date."))
    return redirect("facilitation:guest", token)
