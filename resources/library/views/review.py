"""The core group looks at proposals, publishes them or asks for changes."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.selectors import access_community
from communities.people.models import User
from communities.policy import Action
from resources.library.context import resource_context
from resources.library.forms import AnswerForm
from resources.library.models import ResourcePage
from resources.library.selectors.resources import access_resource
from resources.library.selectors.review import due_for_review, proposals_of
from resources.library.services.review import approve_resource, ask_for_changes

PER_PAGE = 30


@login_required
@require_safe
def proposals(request: HttpRequest, slug: str) -> HttpResponse:
    """List what waits for the core group: proposals, and resources to look at again."""
    standing = standing_of(request)
    community = access_community(standing, slug, Action.CARE)
    waiting = Paginator(proposals_of(standing, community), PER_PAGE)
    context = community_context(request, community, "care") | {
        "proposals": waiting.get_page(request.GET.get("page")),
        "due": due_for_review(standing, community)[:PER_PAGE],
    }
    return render(request, "library/proposals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a proposal, then publish it or say what should change."""
    page = access_resource(standing_of(request), pk, request.user, Action.CARE)
    if page.live:
        return redirect(page)
    by = cast("User", request.user)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and request.POST.get("answer") == "publish":
        return _publish(request, page, by)
    if request.method == "POST" and form.is_valid():
        if ask_for_changes(page=page, by=by, words=form.cleaned_data["words"]):
            messages.success(request, _words_kept(page, by))
        return redirect("library:proposals", page.community.slug)
    return _review_page(request, page, form)


def _words_kept(page: ResourcePage, by: User) -> str:
    if page.owner_id in {None, by.pk}:
        return _("What should change is kept with the draft.")
    return _("The proposer is told what you ask for.")


def _publish(request: HttpRequest, page: ResourcePage, by: User) -> HttpResponse:
    # What came with many others was handed in by nobody: no letter goes out for each of them.
    is_told = page.owner_id != by.pk and page.current_workflow_state is not None
    try:
        published = approve_resource(page=page, by=by)
    except ValidationError as error:  # Wagtail's editor keeps drafts that miss something
        messages.error(request, " ".join(error.messages))
        return redirect("library:review", page.pk)
    if published and is_told:
        messages.success(request, _("It is published; its proposer is told by e-mail."))
    elif published:
        messages.success(request, _("It is published."))
    return redirect("library:proposals", page.community.slug)


def _review_page(request: HttpRequest, page: ResourcePage, form: AnswerForm) -> HttpResponse:
    context = resource_context(request, page) | {"form": form, "tab": "care"}
    status = 400 if form.is_bound else 200
    return render(request, "library/review.html", context, status=status)
