"""Founding a community, changing and closing it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.forms import FoundingForm, SettingsForm
from communities.circles.selectors import access_community
from communities.circles.services.care import (
    change_community,
    close_community,
    reopen_community,
)
from communities.circles.services.founding import found_community
from communities.people.models import User
from communities.policy import Action


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Found a community with one form."""
    person = cast("User", request.user)
    form = FoundingForm(
        request.POST or None, founder=person, initial={"language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        community = found_community(
            founder=person,
            name=facts["name"],
            purpose=facts["purpose"],
            form=facts["form"],
            language=facts["language"],
            hosts=facts.get("hosts", ()),
            goals=form.goals(),
            is_library=facts.get("is_library", False),
        )
        messages.success(
            request, _("Your community stands, with four spaces. Now invite its first members.")
        )
        return redirect("communities:invitations", community.slug)
    return render(request, "circles/new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a community says of itself and who may know of it."""
    community = access_community(standing_of(request), slug, Action.CARE)
    person = cast("User", request.user)
    form = SettingsForm(request.POST or None, instance=community, editor=person)
    if request.method == "POST" and form.is_valid():
        change_community(community=community, **form.cleaned_data)
        messages.success(request, _("The changes are kept."))
        return redirect("communities:settings", community.slug)
    if form.is_bound:  # the header shows the community as it is, not as it was typed
        community.refresh_from_db()
    context = community_context(request, community, "care") | {"form": form}
    return render(request, "circles/settings.html", context)


@login_required
@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the community, or open it again."""
    community = access_community(standing_of(request), slug, Action.CARE)
    if community.is_open:
        close_community(community=community)
        messages.success(request, _("The community is closed: it can be read, nothing more."))
    else:
        reopen_community(community=community)
        messages.success(request, _("The community is open again."))
    return redirect("communities:care", community.slug)
