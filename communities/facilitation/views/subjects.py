"""Subjects that participants propose before the session, and whose it is to be."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.facilitation.choices import Nature
from communities.facilitation.context import session_context
from communities.facilitation.preparing_forms import SubjectForm
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.preparing import access_subject, subjects_of
from communities.facilitation.selectors.sessions import Seat, access_seat
from communities.facilitation.services.subjects import (
    choose_subject,
    propose_subject,
    step_for_subjects,
    withdraw_subject,
)
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def subjects(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the proposed subjects to who takes part, and take one more."""
    seat = access_seat(standing_of(request), pk, cast("User", request.user))
    may_propose = _may_propose(seat)
    form = SubjectForm(request.POST or None)
    if request.method == "POST":
        if not may_propose:
            raise PermissionDenied
        if form.is_valid() and _proposed(request, seat, form):
            return redirect("facilitation:subjects", pk)
    context = session_context(request, seat.session, seat) | {
        "form": form,
        "may_propose": may_propose,
        "subjects": subjects_of(seat, request.user.pk),
    }
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/subjects.html", context, status=status)


def _may_propose(seat: Seat) -> bool:
    if seat.role is None or seat.session.stage != Stage.PLANNED:
        return False
    return step_for_subjects(seat.session.read(), seat.role) is not None


def _proposed(request: HttpRequest, seat: Seat, form: SubjectForm) -> bool:
    try:
        propose_subject(
            session=seat.session,
            person=cast("User", request.user),
            nature=Nature(form.cleaned_data["nature"]),
            body=form.cleaned_data["body"].replace("\r\n", "\n"),
        )
    except SessionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Your subject is proposed."))
    return True


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, subject: int) -> HttpResponse:
    """Take one's own subject back, or make who proposed it the client."""
    person = cast("User", request.user)
    seat = access_seat(standing_of(request), pk, person)
    chosen = access_subject(seat, subject, person.pk)
    act = request.POST.get("act", "")
    may = {"withdraw": chosen.author_id == person.pk, "client": seat.is_leading}
    if act not in may:
        raise Http404
    if not may[act]:
        raise PermissionDenied
    try:
        if act == "withdraw":
            withdraw_subject(subject=chosen)
        elif choose_subject(subject=chosen, by=person):
            text = _("%(name)s is the client of this session.") % {"name": chosen.author}
            messages.success(request, text)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("facilitation:subjects", pk)
