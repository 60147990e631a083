"""What members try between sessions."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.facilitation.models import Experiment
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.remains_forms import ExperimentForm
from communities.facilitation.selectors.experiments import (
    access_own_experiment,
    experiments_scope,
    own_cycles,
    visible_experiments,
)
from communities.facilitation.services.experiments import (
    delete_experiment,
    log_experiment,
    tell_experiment,
)
from communities.people.models import User
from communities.policy import Action, can

TAB, PER_PAGE = "sessions", 20


def _community(request: HttpRequest, slug: str, action: Action = Action.READ) -> Community:
    """Fetch a community among whose members one is; to others there are no experiments."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    scope = experiments_scope(community)
    if not can(standing, Action.READ, scope):
        raise Http404
    if not can(standing, action, scope):
        raise PermissionDenied
    return community


@require_safe
def experiments(request: HttpRequest, slug: str) -> HttpResponse:
    """List what is tried in a community, as far as one may read it."""
    community = _community(request, slug)
    standing = standing_of(request)
    rows = visible_experiments(standing, community)
    context = community_context(request, community, TAB) | {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_write": can(standing, Action.WRITE, experiments_scope(community)),
        "audience": audience_words(experiments_scope(community)),
    }
    return render(request, "facilitation/experiments.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Log what one will try."""
    community = _community(request, slug, Action.WRITE)
    cycles = own_cycles(standing_of(request), community)
    asked = request.GET.get("cycle", "")
    initial = {"cycle": asked[:18] if asked.isdecimal() else None}
    form = ExperimentForm(request.POST or None, cycles=cycles, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            log_experiment(
                community=community,
                person=cast("User", request.user),
                facts=form.facts(),
                cycle=form.cleaned_data["cycle"],
            )
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is logged. Come back to tell what happened."))
            return redirect("facilitation:experiments", community.slug)
    return _form_page(request, community, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell what happened and what one learned, or take it away."""
    standing = standing_of(request)
    found = access_own_experiment(standing, pk, cast("User", request.user))
    if request.POST.get("act") == "delete":
        if delete_experiment(experiment=found):
            messages.success(request, _("The experiment is deleted."))
        return redirect("facilitation:experiments", found.community.slug)
    names = ("attempt", "happened", "learned", "cycle")
    form = ExperimentForm(
        request.POST or None,
        cycles=own_cycles(standing, found.community),
        initial={name: getattr(found, name) for name in names},
    )
    if request.method == "POST" and form.is_valid():
        if tell_experiment(experiment=found, facts=form.facts(), cycle=form.cleaned_data["cycle"]):
            messages.success(request, _("The changes are kept."))
        return redirect("facilitation:experiments", found.community.slug)
    return _form_page(request, found.community, form, experiment=found)


def _form_page(
    request: HttpRequest,
    community: Community,
    form: ExperimentForm,
    experiment: Experiment | None = None,
) -> HttpResponse:
    context: dict[str, Any] = community_context(request, community, TAB)
    context |= {"form": form, "experiment": experiment}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/experiment_form.html", context, status=status)
