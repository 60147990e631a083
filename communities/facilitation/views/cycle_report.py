"""What a cycle leaves: its report, and what it was worth to each."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.facilitation.remains_forms import WorthForm
from communities.facilitation.selectors.cycle_report import report_of
from communities.facilitation.selectors.experiments import access_cycle_to_value, values_of
from communities.facilitation.selectors.sessions import access_cycle
from communities.facilitation.services.experiments import say_worth
from communities.people.models import User

TAB = "sessions"


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of a cycle to its people."""
    standing = standing_of(request)
    cycle = access_cycle(standing, pk)
    context = community_context(request, cycle.community, TAB) | {
        "cycle": cycle,
        "report": report_of(standing, cycle, cast("User", request.user)),
        "audience": audience_words(cycle.scope),
        "is_of_cycle": cycle.invited_list_id in standing.invited_lists,
    }
    return render(request, "facilitation/cycle_report.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def worth(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the cycle was worth."""
    cycle = access_cycle_to_value(standing_of(request), pk)
    person = cast("User", request.user)
    form = WorthForm(request.POST or None, initial=values_of(cycle, person))
    if request.method == "POST" and form.is_valid():
        if say_worth(cycle=cycle, person=person, texts=form.texts()):
            messages.success(request, _("Kept; it stands in the report without your name."))
        return redirect("facilitation:cycle-report", pk)
    context = community_context(request, cycle.community, TAB) | {"cycle": cycle, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/cycle_worth.html", context, status=status)
