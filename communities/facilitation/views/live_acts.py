"""What one does in a running session; each answers a page without scripts, or JSON."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from communities.access import standing_of
from communities.facilitation.live_forms import ContributionForm, EnterForm
from communities.facilitation.models import Contribution, Participant
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import MOST_EXTENSION, Act, Pace, Stage
from communities.facilitation.selectors.contributions import (
    access_contribution,
    access_entered,
    access_leading,
)
from communities.facilitation.selectors.sessions import Seat, access_seat
from communities.facilitation.services.contributing import (
    answer_contract,
    contribute,
    group_contribution,
    lay_dot,
    withdraw_contribution,
)
from communities.facilitation.services.course import act_on_session, enter_session
from communities.facilitation.services.floor import (
    give_floor,
    give_floor_to_next,
    raise_hand,
    take_seat,
)
from communities.facilitation.views.live import (
    as_json,
    changed,
    enter_context,
    live_response,
    number_in,
)
from communities.facilitation.views.posting import posted_from
from communities.pace import HOUR, MINUTE
from communities.people.models import User

ACTS = frozenset(act.value for act in Act) - {Act.CANCEL}
Deed = Callable[[HttpRequest, Seat], object]
"""Does what was asked with a seat; raises ``SessionRefused`` when it cannot be."""


@login_required
@posted_from("facilitation:live")
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the words of confidentiality."""
    seat = access_seat(standing_of(request), pk, _person(request))
    form = EnterForm(request.POST)
    if seat.participant is None:
        raise Http404
    if seat.session.stage == Stage.CANCELLED:
        return redirect(seat.session)
    if not form.is_valid():
        context = enter_context(request, seat, form)
        return render(request, "facilitation/enter.html", context, status=HTTPStatus.BAD_REQUEST)
    enter_session(seat=seat.participant)
    return redirect("facilitation:live", pk)


@login_required
@posted_from("facilitation:live")
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """Contribute; what is refused stays in the form."""
    seat = access_entered(standing_of(request), pk, _person(request))
    steps = {step.key: step for step in seat.session.read().steps}
    step = steps.get(request.POST.get("step", ""))
    if step is None or seat.role is None:
        raise Http404
    form = ContributionForm(request.POST, step=step, kinds=step.kinds_for(seat.role))
    if form.is_valid():
        key = form.cleaned_data["client_key"] or uuid.uuid4().hex
        try:
            contribute(
                session=seat.session, person=_person(request), words=form.words(), client_key=key
            )
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, seat)
    return _not_said(request, seat, form)


def _not_said(request: HttpRequest, seat: Seat, form: ContributionForm) -> HttpResponse:
    status = HTTPStatus.BAD_REQUEST
    if _wants_json(request):
        why = " ".join(str(words) for found in form.errors.values() for words in found)
        key = request.POST.get("client_key", "")
        return as_json({"no": key, "why": why, "status": status}, status)
    return live_response(request, seat, form)


def _deed(deed: Deed, *, leading: bool = False) -> Callable[[HttpRequest, int], HttpResponse]:
    """Make a view of something done in a running session."""

    @login_required
    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        access = access_leading if leading else access_entered
        return _answer(request, access(standing_of(request), pk, _person(request)), deed)

    return view


def _answer(request: HttpRequest, seat: Seat, deed: Deed) -> HttpResponse:
    try:
        deed(request, seat)
    except SessionRefused as refusal:
        if _wants_json(request):
            why = {"why": str(refusal), "status": HTTPStatus.CONFLICT}
            return as_json(why, HTTPStatus.CONFLICT)
        messages.error(request, str(refusal))
    return _done(request, seat)


def _done(request: HttpRequest, seat: Seat) -> HttpResponse:
    if not _wants_json(request):
        return redirect("facilitation:live", seat.session.pk)
    seat.session.refresh_from_db()
    after = number_in(request.POST.get("after", ""))
    return as_json({"ok": request.POST.get("client_key", "")} | changed(seat, after))


def _act(request: HttpRequest, seat: Seat) -> object:
    """Start, pause, go on, extend, next, back, show what is hidden, end."""
    asked, more = request.POST.get("act", ""), number_in(request.POST.get("more", ""))
    if asked not in ACTS:
        raise Http404
    unit = MINUTE if seat.session.pace == Pace.LIVE else HOUR
    return act_on_session(
        session=seat.session,
        act=Act(asked),
        turn=number_in(request.POST.get("turn", "")),
        seconds=min(more * unit, MOST_EXTENSION),
    )


def _hand(request: HttpRequest, seat: Seat) -> object:
    """Raise one's hand, or take it down."""
    return raise_hand(seat=_own(seat), is_up=request.POST.get("up") == "1")


def _seat(request: HttpRequest, seat: Seat) -> object:
    """Sit down where those who sit speak, or make room."""
    return take_seat(seat=_own(seat), is_seated=request.POST.get("sit") == "1")


def _floor(request: HttpRequest, seat: Seat) -> object:
    """Give the floor to the next, to somebody, or to everybody."""
    asked = request.POST.get("person", "")
    if asked == "next":
        return give_floor_to_next(session=seat.session)
    return give_floor(session=seat.session, person_id=number_in(asked) or None)


act = _deed(_act, leading=True)
floor = _deed(_floor, leading=True)
hand = _deed(_hand)
seat = _deed(_seat)

SaidDeed = Callable[[HttpRequest, Contribution], object]


def _said_deed(deed: SaidDeed) -> Callable[[HttpRequest, int, int], HttpResponse]:
    """Make a view of something done with a contribution."""

    @login_required
    @require_POST
    @wraps(deed)
    def view(request: HttpRequest, pk: int, said: int) -> HttpResponse:
        seat = access_entered(standing_of(request), pk, _person(request))
        found = access_contribution(seat, said)
        return _answer(request, seat, lambda request, _seat: deed(request, found))

    return view


def _withdraw(request: HttpRequest, found: Contribution) -> object:
    """Take one's own words back."""
    return withdraw_contribution(contribution=found, person=_person(request))


def _dot(request: HttpRequest, found: Contribution) -> object:
    """Lay a dot, or take it back."""
    laid = request.POST.get("laid") == "1"
    return lay_dot(contribution=found, person=_person(request), laid=laid)


def _group(request: HttpRequest, found: Contribution) -> object:
    """Put a contribution under a heading."""
    cluster = request.POST.get("cluster", "").replace("\0", "").strip()[:80]
    return group_contribution(contribution=found, leader=_person(request), cluster=cluster)


def _accept(request: HttpRequest, found: Contribution) -> object:
    """Accept the contract, or ask for other words."""
    accepts = request.POST.get("accepts") == "1"
    return answer_contract(contribution=found, person=_person(request), accepts=accepts)


withdraw = _said_deed(_withdraw)
dot = _said_deed(_dot)
group = _said_deed(_group)
accept = _said_deed(_accept)


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)


def _own(seat: Seat) -> Participant:
    if seat.participant is None:
        raise Http404
    return seat.participant


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
