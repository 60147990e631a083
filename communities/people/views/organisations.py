"""Organisations: the list, a page each, and invitations into them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.people.forms import OrganisationForm, OrganisationInvitationForm
from communities.people.models import Organisation, User
from communities.people.selectors import (
    access_organisation,
    hosted_communities,
    may_steward,
    organisation_link,
    people_of,
    visible_organisations,
)
from communities.people.services.organisations import (
    accept_organisation_invitation,
    create_organisation,
    invite_to_organisation,
    leave_organisation,
    usable_organisation_invitation,
)

PER_PAGE = 50


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations."""
    page = Paginator(visible_organisations(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/organisations.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Register an organisation; who does becomes its steward."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create_organisation(founder=cast("User", request.user), **form.cleaned_data)
        return redirect("people:organisation", made.slug)
    return render(request, "people/organisation_form.html", {"form": form})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation, its communities, and to its own people who else belongs."""
    shown = access_organisation(slug)
    link = organisation_link(shown, request.user)
    steward = may_steward(request.user, link)
    people = people_of(shown) if link is not None or steward else None
    context = {
        "organisation": shown,
        "link": link,
        "may_steward": steward,
        "communities": hosted_communities(standing_of(request), shown),
        "page": people and Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "form": OrganisationInvitationForm(initial={"language": request.LANGUAGE_CODE}),
    }
    return render(request, "people/organisation.html", context)


@login_required
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Send invitations into an organisation."""
    shown = access_organisation(slug)
    _require_steward(request, shown)
    form = OrganisationInvitationForm(request.POST)
    if not form.is_valid():
        context = {"organisation": shown, "form": form}
        return render(request, "people/organisation_invite.html", context, status=400)
    addresses = form.cleaned_data["emails"]
    for address in addresses:
        invite_to_organisation(
            organisation=shown,
            email=address,
            language=form.cleaned_data["language"],
            invited_by=cast("User", request.user),
        )
    count = len(addresses)
    text = ngettext("%(count)d invitation sent.", "%(count)d invitations sent.", count)
    messages.success(request, text % {"count": count})
    return redirect("people:organisation", slug)


def _require_steward(request: HttpRequest, shown: Organisation) -> None:
    if not may_steward(request.user, organisation_link(shown, request.user)):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show where an invitation leads; accept it when the person says so."""
    found = usable_organisation_invitation(token, request.user)
    if found is None:
        return render(request, "people/invitation_gone.html", status=410)
    if request.method == "POST" and request.user.is_authenticated:
        accept_organisation_invitation(invitation=found, person=request.user)
        messages.success(request, _("You now read with %(name)s.") % {"name": found.organisation})
        return redirect("people:organisation", found.organisation.slug)
    return render(request, "people/organisation_invitation.html", {"invitation": found})


@login_required
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave an organisation."""
    shown = access_organisation(slug)
    if leave_organisation(organisation=shown, person=cast("User", request.user)):
        messages.success(request, _("You no longer read with %(name)s.") % {"name": shown})
    return redirect("people:organisation", slug)
