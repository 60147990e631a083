"""What the core group decides: requests, proposed circles, audiences; and staff entering."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.circles.choices import AudienceChoice
from communities.circles.context import community_context
from communities.circles.forms import ReasonForm
from communities.circles.models import Community
from communities.circles.places import described_places
from communities.circles.selectors import (
    access_community,
    access_proposal,
    access_request,
    open_proposals,
    open_requests,
)
from communities.circles.services.arrivals import decide_request
from communities.circles.services.care import decide_proposal, enter_community
from communities.circles.services.membership import MembershipRefused
from communities.people.models import User
from communities.policy import Action

PER_PAGE = 50
MAX_DIGITS = 19  # a key of more is none of ours


@login_required
@require_safe
def care(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what needs a human today."""
    community = access_community(standing_of(request), slug, Action.CARE)
    context = community_context(request, community, "care") | {
        "requests": open_requests(community)[:PER_PAGE],
        "page": Paginator(open_proposals(community), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "circles/care.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a request to join."""
    community = access_community(standing_of(request), slug, Action.CARE)
    asked = access_request(community, pk)
    accept = request.POST.get("answer") == "accept"
    try:
        changed = decide_request(request=asked, by=cast("User", request.user), accept=accept)
    except MembershipRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if changed:
            messages.success(request, _("%(name)s is told by e-mail.") % {"name": asked.person})
    return redirect("communities:care", community.slug)


@login_required
@require_POST
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Accept or dismiss one proposed circle, or all of them."""
    community = access_community(standing_of(request), slug, Action.CARE)
    answer, _colon, key = request.POST.get("answer", "").partition(":")
    chosen = (
        list(open_proposals(community))
        if key == "all"
        else [
            access_proposal(community, int(key) if key.isdecimal() and len(key) < MAX_DIGITS else 0)
        ]
    )
    by = cast("User", request.user)
    try:
        for proposal in chosen:
            proposal.community = community
            decide_proposal(proposal=proposal, by=by, accept=answer == "accept")
    except MembershipRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("communities:care", community.slug)


@login_required
@require_safe
def access(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the core group the whole matrix: who reads and writes where."""
    standing = standing_of(request)
    community = access_community(standing, slug, Action.CARE)
    context = community_context(request, community, "care") | {
        "places": described_places(community, standing),
        "columns": AudienceChoice,
    }
    return render(request, "circles/access.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a superuser enter protected places; whoever is none finds nothing here."""
    person = cast("User", request.user)
    community = Community.objects.filter(slug=slug).first()
    if not person.is_superuser or community is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enter_community(community=community, person=person, reason=form.cleaned_data["reason"])
        messages.warning(request, _("For one hour you can read everything here; members see it."))
        return redirect(community)
    return render(request, "circles/enter.html", {"form": form, "community": community})
