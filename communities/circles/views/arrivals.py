"""Invitations: making, withdrawing, accepting."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.forms import InvitationForm
from communities.circles.models import Community
from communities.circles.selectors import (
    access_community,
    access_invitation,
    open_invitations,
)
from communities.circles.services.arrivals import (
    accept_invitation,
    create_invitation_link,
    invite_person,
    revoke_invitation,
    usable_invitation,
)
from communities.circles.services.membership import MembershipRefused
from communities.people.models import User
from communities.policy import Action, Circle

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite people, and see which invitations are out."""
    community = access_community(standing_of(request), slug, Action.CARE)
    form = InvitationForm(request.POST or None, initial={"language": community.language})
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            link = _invite(request, community, form)
        except MembershipRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            form = InvitationForm(initial={"language": community.language})
    rows = Paginator(open_invitations(community), PER_PAGE)
    context = community_context(request, community, "care") | {
        "form": form,
        "link": link,
        "page": rows.get_page(request.GET.get("page")),
    }
    return render(request, "circles/invitations.html", context)


def _invite(request: HttpRequest, community: Community, form: InvitationForm) -> str:
    facts = form.cleaned_data
    by = cast("User", request.user)
    circle = Circle(facts["circle"])
    if not facts["emails"]:
        token = create_invitation_link(
            community=community, circle=circle, language=facts["language"], by=by
        )
        return settings.SITE_URL + reverse("communities:invitation", args=[token])
    for email in facts["emails"]:
        invite_person(
            community=community, email=email, circle=circle, language=facts["language"], by=by
        )
    count = len(facts["emails"])
    text = ngettext("%(count)d invitation sent.", "%(count)d invitations sent.", count)
    messages.success(request, text % {"count": count})
    return ""


@login_required
@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    community = access_community(standing_of(request), slug, Action.CARE)
    if revoke_invitation(invitation=access_invitation(community, pk)):
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("communities:invitations", community.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show where an invitation leads; accept it when the person says so."""
    found = usable_invitation(token, request.user)
    if found is None:
        return render(request, "people/invitation_gone.html", status=410)
    if request.method == "POST" and request.user.is_authenticated:
        try:
            changed = accept_invitation(invitation=found, person=request.user)
        except MembershipRefused as refusal:
            messages.error(request, str(refusal))
        else:
            text = _("Welcome! You are a member now.") if changed else _("You belong already.")
            messages.success(request, text)
        return redirect(found.community)
    return render(request, "circles/invitation.html", {"invitation": found})
