"""Planning a session, changing it, planning one like it, calling it off."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.selectors import access_community
from communities.facilitation.context import session_context
from communities.facilitation.models import Session
from communities.facilitation.planning_forms import (
    FactsForm,
    MoveForm,
    facts_written,
    moment_written,
)
from communities.facilitation.preparing_forms import DuplicateForm
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.sessions import Seat, access_led, seat_of
from communities.facilitation.services.duplicating import duplicate_session
from communities.facilitation.services.planning import (
    cancel_session,
    change_session,
    move_session,
    plan_session,
)
from communities.facilitation.views.drafting import (
    choose_method,
    draft_of,
    draft_page,
    is_sent,
    method_asked,
)
from communities.people.models import User
from communities.policy import Action


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a method, then say what, when and with whom."""
    community = access_community(standing_of(request), slug, Action.CARE)
    method = method_asked(request, community)
    if method is None:
        return choose_method(request, community, cycle=False)
    draft = draft_of(request, community, method, FactsForm, method.made.roles)
    if is_sent(request) and draft.is_valid:
        try:
            made = plan_session(
                community=community,
                by=cast("User", request.user),
                facts=draft.facts.facts(),
                content=method.content,
                version=method.version,
                people=draft.people.roles(),
            )
        except SessionRefused as refusal:
            draft.facts.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is planned."))
            return _to(request, made)
    return draft_page(request, community, "facilitation/plan.html", draft)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is said of a session; of one that is under way, where it goes on."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    found = seat.session
    if found.stage == Stage.RUNNING:
        return _move(request, seat)
    if found.stage != Stage.PLANNED:
        return _begun(request, found)
    form = FactsForm(request.POST or None, made=found.read(), initial=facts_written(found))
    form.begins = found.starts_at
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_session(session=found, facts=form.facts())
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if changed:
                messages.success(request, _("The changes are kept."))
            return redirect(found)
    context = session_context(request, found, seat) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/session_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a session like this one, on another day."""
    person = cast("User", request.user)
    seat = access_led(standing_of(request), pk, person)
    found = seat.session
    initial = moment_written(None, found.time_zone) | {"title": found.title}
    form = DuplicateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("title", "starts_at", "time_zone")}
        try:
            made = duplicate_session(session=found, by=person, **wanted)
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is planned, with the same people."))
            return _to(request, made)
    context = session_context(request, found, seat) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/duplicate.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the session is to be called off, and do it."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    found = seat.session
    if found.stage != Stage.PLANNED:
        return _begun(request, found)
    if request.method == "POST":
        if cancel_session(session=found):
            messages.success(request, _("The session is cancelled."))
        return redirect(found)
    return render(request, "facilitation/cancel.html", session_context(request, found, seat))


def _move(request: HttpRequest, seat: Seat) -> HttpResponse:
    found = seat.session
    initial = {"place": found.place, "meeting_url": found.meeting_url}
    form = MoveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = move_session(session=found, **form.cleaned_data)
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if changed:
                messages.success(request, _("The changes are kept."))
            return redirect(found)
    context = session_context(request, found, seat) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/session_move.html", context, status=status)


def _begun(request: HttpRequest, session: Session) -> HttpResponse:
    text = _("The session has begun or was cancelled: what was planned stays as it was.")
    messages.info(request, text)
    return redirect(session)


def _to(request: HttpRequest, made: Session) -> HttpResponse:
    """Go to the session, or to the list for who planned it without taking part."""
    is_in = seat_of(made, cast("User", request.user)) is not None
    return redirect(made) if is_in else redirect("facilitation:sessions", made.community.slug)
