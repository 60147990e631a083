"""Drafts: kept while one writes, listed, discarded."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import standing_of
from communities.people.models import User
from communities.policy import Action
from forums.spaces.selectors.drafts import access_draft, own_drafts
from forums.spaces.selectors.spaces import access_space
from forums.spaces.selectors.topics import access_topic
from forums.spaces.services.drafts import discard_draft, save_draft

PER_PAGE = 50


@login_required
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """List what one left unsent."""
    rows = own_drafts(standing_of(request), cast("User", request.user))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "spaces/drafts.html", {"page": page})


@login_required
@require_POST
def save_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft of a reply; answer when it was kept, in words."""
    topic = access_topic(standing_of(request), pk)
    save_draft(
        author=cast("User", request.user),
        space=topic.forum.space,
        topic=topic,
        body=request.POST.get("body", ""),
    )
    return _kept()


@login_required
@require_POST
def save_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft of a new topic; answer when it was kept, in words."""
    space = access_space(standing_of(request), pk, Action.WRITE)
    save_draft(
        author=cast("User", request.user),
        space=space,
        topic=None,
        title=request.POST.get("title", ""),
        body=request.POST.get("body", ""),
    )
    return _kept()


def _kept() -> HttpResponse:
    time = date_format(timezone.localtime(), "TIME_FORMAT")
    return HttpResponse(_("Draft kept at %(time)s") % {"time": time}, content_type="text/plain")


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a draft."""
    discard_draft(draft=access_draft(cast("User", request.user), pk))
    messages.success(request, _("The draft is discarded."))
    return redirect("spaces:drafts")
