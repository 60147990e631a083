"""What a cycle leaves: its report, for whom it is published, and what it was worth to each."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.circles.selectors import access_community
from communities.facilitation.models import Cycle
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.remains_forms import ReportForm, WorthForm
from communities.facilitation.selectors.cycle_report import report_of
from communities.facilitation.selectors.experiments import access_cycle_to_value, values_of
from communities.facilitation.selectors.reports import access_report, visible_reports
from communities.facilitation.selectors.sessions import access_led_cycle
from communities.facilitation.services.cycle_reports import publish_report, withdraw_report
from communities.facilitation.services.experiments import say_worth
from communities.people.models import User
from communities.policy import Audience

TAB, PER_PAGE = "sessions", 30


@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """List the reports of a community's cycles that are published for who looks."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    rows = visible_reports(standing, community)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = community_context(request, community, TAB) | {"page": page}
    return render(request, "facilitation/cycle_reports.html", context)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of a cycle to its people, and to those for whom it is published."""
    standing = standing_of(request)
    found = access_report(standing, pk)
    cycle, shown_to = found.cycle, found.published or found.cycle
    person = cast("User", request.user)
    context = community_context(request, cycle.community, TAB) | {
        "cycle": cycle,
        "report": report_of(standing, cycle, person, is_inside=found.is_inside),
        "audience": audience_words(shown_to.scope),
        "is_inside": found.is_inside,
        "is_published": found.published is not None,
        "is_of_cycle": cycle.invited_list_id in standing.invited_lists,
    }
    return render(request, "facilitation/cycle_report.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who reads the report beside the people of the cycle."""
    cycle = access_led_cycle(standing_of(request), pk, cast("User", request.user))
    published = access_report(standing_of(request), pk).published
    form = ReportForm(
        request.POST or None,
        initial={"read": str(published.read_audience) if published else ""},
        widest=Audience(cycle.community.read_audience),
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = _published(cycle, form.audience())
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if changed:
                messages.success(request, _("The changes are kept."))
            return redirect("facilitation:cycle-report", pk)
    context = community_context(request, cycle.community, TAB) | {"cycle": cycle, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/cycle_publish.html", context, status=status)


def _published(cycle: Cycle, read: Audience | None) -> bool:
    if read is None:
        return withdraw_report(cycle=cycle)
    return publish_report(cycle=cycle, read=read)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def worth(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the cycle was worth."""
    cycle = access_cycle_to_value(standing_of(request), pk)
    person = cast("User", request.user)
    form = WorthForm(request.POST or None, initial=values_of(cycle, person))
    if request.method == "POST" and form.is_valid():
        is_open = form.cleaned_data["is_for_readers"]
        if say_worth(cycle=cycle, person=person, texts=form.texts(), is_for_readers=is_open):
            messages.success(request, _("Kept; it stands in the report without your name."))
        return redirect("facilitation:cycle-report", pk)
    context = community_context(request, cycle.community, TAB) | {"cycle": cycle, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/cycle_worth.html", context, status=status)
