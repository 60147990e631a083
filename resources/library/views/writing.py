"""Proposing a resource, and changing it until it is published."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.circles.services.audiences import audiences_of
from communities.pace import HOUR, count_within
from communities.people.models import User
from resources.library.choices import Kind
from resources.library.facts import facts_of
from resources.library.forms import ResourceForm
from resources.library.selectors.known import words_in_use
from resources.library.selectors.resources import access_resource, may_edit, may_propose
from resources.library.services.proposals import change_proposal, propose_resource


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a resource to a community's core group."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    if not may_propose(standing, community):
        raise PermissionDenied
    person = cast("User", request.user)
    asked = request.GET.get("kind", "")
    form = ResourceForm(
        request.POST or None,
        community=community,
        nearness=standing.nearness(community.pk),
        initial={
            "kind": asked if asked in Kind.values else Kind.GUIDE,
            "language": community.language,
            "read_audience": community.read_audience,
            "authors": (str(person),),
        },
    )
    if request.method == "POST" and form.is_valid():
        if count_within(HOUR, "proposal", person.pk) > settings.PROPOSALS_PER_HOUR:
            form.add_error(None, _("You proposed a lot within the hour. Send it again later."))
            return _form_page(request, community, form, status=429)
        made = propose_resource(
            community=community, by=person, facts=form.facts(), audiences=form.audiences(person)
        )
        messages.success(request, _("The core group has your proposal. Thank you."))
        return redirect(made)
    return _form_page(request, community, form, status=400 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a proposal; what is published is edited by the core group, in Wagtail's editor."""
    standing = standing_of(request)
    page = access_resource(standing, pk, request.user)
    if not may_edit(standing, page, request.user):
        raise PermissionDenied
    if page.live:
        return redirect("wagtailadmin_pages:edit", page.pk)
    form = ResourceForm(
        request.POST or None,
        community=page.community,
        nearness=standing.nearness(page.community_id),
        facts=facts_of(page),
        people=audiences_of(page.scope).people,
        bound=page.bound,
    )
    if request.method == "POST" and form.is_valid():
        by = cast("User", request.user)
        if change_proposal(page=page, by=by, facts=form.facts(), audiences=form.audiences(by)):
            messages.success(request, _("The changes are kept; the core group sees them."))
        return redirect("library:resource", page.pk, page.slug)
    status = 400 if form.is_bound else 200
    return _form_page(request, page.community, form, status=status, page=page)


def _form_page(
    request: HttpRequest, community: Community, form: ResourceForm, *, status: int, **facts: Any
) -> HttpResponse:
    context = community_context(request, community, "resources") | facts
    context |= {"form": form, "known": words_in_use(standing_of(request))}
    return render(request, "library/form.html", context, status=status)
