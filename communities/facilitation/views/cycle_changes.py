"""Changing a cycle, and calling off what is to come of it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.facilitation.context import TAB
from communities.facilitation.models import Cycle
from communities.facilitation.preparing_forms import CycleWordsForm
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.sessions import access_led_cycle, coming_of_cycle
from communities.facilitation.services.cycles import cancel_cycle, change_cycle
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name of a cycle and its guiding question."""
    found = access_led_cycle(standing_of(request), pk, cast("User", request.user))
    initial = {"name": found.name, "question": found.question}
    form = CycleWordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_cycle(cycle=found, **form.cleaned_data)
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if changed:
                messages.success(request, _("The changes are kept."))
            return redirect(found)
    context = _context(request, found) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/cycle_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether all sessions to come are to be called off, and do it."""
    found = access_led_cycle(standing_of(request), pk, cast("User", request.user))
    if request.method == "POST":
        count = cancel_cycle(cycle=found)
        text = ngettext(
            "%(count)d session is cancelled.", "%(count)d sessions are cancelled.", count
        )
        messages.success(request, text % {"count": count})
        return redirect(found)
    coming = coming_of_cycle(found).count()
    if not coming:
        messages.info(request, _("No session of this cycle is to come."))
        return redirect(found)
    context = _context(request, found) | {"coming": coming}
    return render(request, "facilitation/cycle_cancel.html", context)


def _context(request: HttpRequest, cycle: Cycle) -> dict[str, Any]:
    context = community_context(request, cycle.community, TAB)
    return context | {"cycle": cycle, "audience": audience_words(cycle.scope)}
