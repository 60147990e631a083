"""Who takes part in a session and as what, as its facilitator arranges it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.facilitation.choices import Role
from communities.facilitation.context import session_context
from communities.facilitation.people_forms import SeatForm
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.people import (
    access_seat_of,
    are_many,
    people_to_seat,
    seats_of,
    some_of,
)
from communities.facilitation.selectors.places import places_left
from communities.facilitation.selectors.sessions import Seat, access_led
from communities.facilitation.services.planning import (
    seat_participant,
    unseat_participant,
)
from communities.facilitation.views.sessions import with_turns
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who takes part; add somebody, or change what somebody is."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    found, name = seat.session, request.GET.get("name", "")[:80]
    people = people_to_seat(found)
    seats = list(seats_of(found))
    taken = {one.person_id for one in seats}
    form = SeatForm(
        request.POST or None,
        people=people,
        shown=some_of(people.exclude(pk__in=taken), name),
        roles=found.read().roles,
    )
    if request.method == "POST" and form.is_valid() and _seated(request, seat, form):
        return redirect("facilitation:participants", found.pk)
    context = session_context(request, found, seat) | {
        "form": form,
        "seats": with_turns(request, found, seats),
        "roles": found.read().roles,
        "are_many": are_many(people),
        "name": name,
        "places_left": places_left(found),
    }
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/participants.html", context, status=status)


def _seated(request: HttpRequest, seat: Seat, form: SeatForm) -> bool:
    person, role = form.cleaned_data["person"], Role(form.cleaned_data["role"])
    by = cast("User", request.user)
    try:
        changed = seat_participant(session=seat.session, person=person, role=role, by=by)
    except SessionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    if changed:
        text = _("%(name)s takes part: %(role)s.") % {"name": person, "role": role.label}
        messages.success(request, text)
    return True


@login_required
@require_POST
def unseat(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Take somebody out."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    gone = access_seat_of(seat.session, person)
    try:
        unseat_participant(session=seat.session, person=gone.person)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s takes part no longer.") % {"name": gone.person})
        if gone.person_id == request.user.pk:
            return redirect("facilitation:sessions", seat.session.community.slug)
    return redirect("facilitation:participants", pk)
