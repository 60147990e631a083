"""Asking when a session could begin: possible dates, what suits whom, and settling one."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.facilitation.choices import Availability
from communities.facilitation.context import session_context
from communities.facilitation.hours import is_elsewhere
from communities.facilitation.models import DateOption
from communities.facilitation.preparing_forms import AnswersForm, DatesForm
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.preparing import (
    access_date_option,
    answers_of,
    date_options_of,
)
from communities.facilitation.selectors.sessions import Seat, access_led, access_seat
from communities.facilitation.services.dates import (
    answer_dates,
    offer_dates,
    settle_date,
    withdraw_date,
)
from communities.facilitation.views.posting import posted_from
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the possible dates to who takes part, and keep what suits them."""
    seat = access_seat(standing_of(request), pk, cast("User", request.user))
    options = date_options_of(seat.session)
    given = answers_of(seat.participant)
    form = AnswersForm(request.POST or None, options=options, given=given)
    if request.method == "POST":
        if seat.participant is None:
            raise PermissionDenied
        if form.is_valid() and _answered(request, seat, form):
            return redirect("facilitation:dates", pk)
    return _page(request, seat, options, answers=form)


def _answered(request: HttpRequest, seat: Seat, form: AnswersForm) -> bool:
    if seat.participant is None:
        return False
    try:
        changed = answer_dates(participant=seat.participant, answers=form.answers())
    except SessionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    if changed:
        messages.success(request, _("Your answers are kept; you can change them."))
    return True


@login_required
@posted_from("facilitation:dates")
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer more dates."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    form = DatesForm(request.POST, zone=seat.session.time_zone)
    if form.is_valid():
        try:
            offer_dates(session=seat.session, moments=form.cleaned_data["moments"])
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("facilitation:dates", pk)
    return _page(request, seat, date_options_of(seat.session), offered=form)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, option: int) -> HttpResponse:
    """Settle one of the dates, or offer it no longer."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    chosen = access_date_option(seat.session, option)
    act = request.POST.get("act", "")
    if act not in {"settle", "withdraw"}:
        raise Http404
    try:
        if act == "withdraw":
            withdraw_date(option=chosen)
        elif settle_date(option=chosen):
            messages.success(request, _("The date is settled."))
            return redirect(seat.session)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("facilitation:dates", pk)


def _page(
    request: HttpRequest,
    seat: Seat,
    options: list[DateOption],
    *,
    answers: AnswersForm | None = None,
    offered: DatesForm | None = None,
) -> HttpResponse:
    session = seat.session
    form = answers or AnswersForm(None, options=options, given=answers_of(seat.participant))
    is_wrong = form.is_bound or offered is not None
    context = session_context(request, session, seat) | {
        "form": form,
        "offer_form": offered or DatesForm(None, zone=session.time_zone),
        "rows": [_row(one, form, session.time_zone) for one in options],
        "may_answer": seat.participant is not None and session.stage == Stage.PLANNED,
    }
    return render(request, "facilitation/dates.html", context, status=400 if is_wrong else 200)


def _row(option: DateOption, form: AnswersForm, zone: str) -> dict[str, Any]:
    """Return a possible date with who answered what, and the field for one's own answer."""
    answered = option.answers.all()
    names = {
        one: sorted(str(row.participant.person) for row in answered if row.availability == one)
        for one in Availability
    }
    return {
        "option": option,
        "is_elsewhere": is_elsewhere(option.starts_at, zone),
        "answers": [(one.label, names[one]) for one in Availability],
        "field": form[f"option_{option.pk}"],
    }
