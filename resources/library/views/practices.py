"""Answering a good practice: how it was adapted, and whether it is adopted."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.people.models import User
from resources.library.choices import Adoption
from resources.library.context import resource_context
from resources.library.forms import AdaptationForm, StanceForm
from resources.library.models import ResourcePage
from resources.library.selectors.practices import (
    access_adaptation,
    access_practice,
    may_remove,
    may_take_part,
)
from resources.library.services.practices import (
    remove_adaptation,
    take_stance,
    tell_adaptation,
    withdraw_stance,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how one adapted a good practice."""
    page = _answerable(request, pk)
    form = AdaptationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tell_adaptation(page=page, author=cast("User", request.user), **form.cleaned_data)
        messages.success(request, _("Your adaptation stands under the good practice. Thank you."))
        return redirect(page)
    context = resource_context(request, page) | {"form": form}
    status = 400 if form.is_bound else 200
    return render(request, "library/adapt.html", context, status=status)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an adaptation away."""
    standing = standing_of(request)
    adaptation = access_adaptation(standing, pk)
    if not may_remove(standing, adaptation, request.user):
        raise PermissionDenied
    if remove_adaptation(adaptation=adaptation):
        messages.success(request, _("The adaptation is gone."))
    return redirect(adaptation.page)


@login_required
@require_POST
def stance(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a good practice is for us, or take it back."""
    page = _answerable(request, pk)
    person = cast("User", request.user)
    if "withdraw" in request.POST:
        if withdraw_stance(page=page, person=person):
            messages.success(request, _("What you said is gone."))
        return redirect(page)
    form = StanceForm(request.POST)
    if not form.is_valid():
        context = resource_context(request, page) | {"stance_form": form}
        return render(request, "library/resource.html", context, status=400)
    facts = form.cleaned_data
    take_stance(
        page=page,
        person=person,
        adoption=Adoption(facts["adoption"]),
        place=facts["place"],
        organisation=facts["organisation"],
    )
    messages.success(request, _("It stands in the table by place."))
    return redirect(page)


def _answerable(request: HttpRequest, pk: int) -> ResourcePage:
    standing = standing_of(request)
    page = access_practice(standing, pk, request.user)
    if not may_take_part(standing, page):
        raise PermissionDenied
    return page
