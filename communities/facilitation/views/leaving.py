"""Taking part in a session no longer, as one decides for oneself."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.facilitation.context import session_context
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.sessions import access_seat
from communities.facilitation.services.planning import unseat_participant
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is lost by leaving a session, and leave it."""
    person = cast("User", request.user)
    seat = access_seat(standing_of(request), pk, person)
    found = seat.session
    if seat.participant is None:
        raise PermissionDenied
    if found.stage not in {Stage.PLANNED, Stage.RUNNING}:
        messages.info(request, _("This session is over or called off: there is nothing to leave."))
        return redirect(found)
    if request.method != "POST":
        return render(request, "facilitation/leave.html", session_context(request, found, seat))
    try:
        unseat_participant(session=found, person=person)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(found)
    text = _("You take part no longer in “%(title)s”.") % {"title": found.title}
    messages.success(request, text)
    return redirect("facilitation:sessions", found.community.slug)
