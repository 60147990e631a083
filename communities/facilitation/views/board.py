"""The private board of those who facilitate a session."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.facilitation.context import road_of, session_context
from communities.facilitation.models import Session
from communities.facilitation.preparing_forms import BoardForm
from communities.facilitation.running import Pace
from communities.facilitation.selectors.preparing import board_of
from communities.facilitation.selectors.sessions import access_led
from communities.facilitation.services.boards import keep_board
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board, filled in with the steps to begin with, and keep it."""
    seat = access_led(standing_of(request), pk, cast("User", request.user))
    form = BoardForm(request.POST or None, initial=_written(seat.session))
    if request.method == "POST" and form.is_valid():
        words = {name: text.replace("\r\n", "\n") for name, text in form.cleaned_data.items()}
        if keep_board(session=seat.session, **words):
            messages.success(request, _("The board is kept; only those who facilitate read it."))
        return redirect("facilitation:board", pk)
    context = session_context(request, seat.session, seat) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/board.html", context, status=status)


def _written(session: Session) -> dict[str, str]:
    found = board_of(session)
    if found is not None:
        return {name: getattr(found, name) for name in BoardForm.Meta.fields}
    wording = (
        _("%(step)s – %(length)d min")
        if session.pace == Pace.LIVE
        else _("%(step)s – %(length)d h")
    )
    steps = (
        wording % {"step": step["name"], "length": step["length"]} for step in road_of(session)
    )
    return {"sequence": "\n".join(steps)}
