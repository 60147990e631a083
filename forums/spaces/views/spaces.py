"""The spaces of a community, one space's topics, and its settings."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.circles.context import (
    audience_words,
    community_context,
    words_of_audiences,
)
from communities.circles.selectors import access_community
from communities.circles.services.audiences import Audiences
from communities.people.models import User
from communities.policy import Action, can
from forums.spaces.forms import SpaceForm
from forums.spaces.models import Space
from forums.spaces.selectors.spaces import access_space, changes_of, visible_spaces
from forums.spaces.selectors.topic_lists import FILTERS, mark_unread, topics_for_page
from forums.spaces.services.audiences import change_audiences, holds_back
from forums.spaces.services.reading import mark_space_read
from forums.spaces.services.spaces import archive_space, describe_space, open_space
from forums.spaces.views.audiences import audiences_from, initial_of, new_readers
from forums.spaces.views.numbers import whole_number

PER_PAGE = 50


@require_safe
def spaces(request: HttpRequest, slug: str) -> HttpResponse:
    """List the spaces one may read; others are not even counted."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    page = Paginator(visible_spaces(standing, community), PER_PAGE).get_page(
        request.GET.get("page")
    )
    words = words_of_audiences([space.scope for space in page])
    rows = [{"space": space, "audience": words[space.scope]} for space in page]
    context = community_context(request, community, "spaces") | {"page": page, "rows": rows}
    return render(request, "spaces/space_list.html", context)


@require_safe
def space(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """List the topics of a space: all, unread, mine or unanswered."""
    standing = standing_of(request)
    shown = access_space(standing, pk)
    if slug != shown.forum.slug:
        return redirect(shown, permanent=True)
    person = request.user if request.user.is_authenticated else None
    kind = request.GET.get("show", "all")
    kind = kind if kind in FILTERS and (person or kind != "mine") else "all"
    number = whole_number(request.GET.get("page", ""))
    page = topics_for_page(shown, person, kind, number or 1)
    mark_unread(page.topics, person, shown)
    context = community_context(request, shown.community, "spaces") | {
        "space": shown,
        "audience": audience_words(shown.scope),
        "page": page,
        "kind": kind,
        "may_write": can(standing, Action.WRITE, shown.scope),
    }
    return render(request, "spaces/space.html", context)


@login_required
@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Call everything in a space read."""
    shown = access_space(standing_of(request), pk)
    mark_space_read(person=cast("User", request.user), space=shown)
    messages.success(request, _("Everything here counts as read now."))
    return redirect(shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_space(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a space."""
    community = access_community(standing_of(request), slug, Action.CARE)
    form = SpaceForm(request.POST or None, community=community, initial={"read": 3, "write": 3})
    if request.method == "POST" and form.is_valid():
        opened = open_space(
            community=community,
            name=form.cleaned_data["name"],
            description=form.cleaned_data["description"],
            audiences=audiences_from(form, cast("User", request.user)),
        )
        messages.success(request, _("The space is open."))
        return redirect(opened)
    context = community_context(request, community, "spaces") | {"form": form}
    return render(request, "spaces/space_new.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a space is called and who reads and writes there."""
    shown = access_space(standing_of(request), pk, Action.CARE)
    initial = initial_of(shown) | {
        "name": shown.forum.name,
        "description": shown.forum.description.raw if shown.forum.description else "",
    }
    form = SpaceForm(request.POST or None, community=shown.community, initial=initial)
    wider: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        wanted = audiences_from(form, cast("User", request.user))
        if not holds_back(shown, wanted) or "confirmed" in request.POST:
            return _keep(request, form, shown, wanted)
        wider = {"wider": True, "new_readers": new_readers(shown, wanted)}
    context = community_context(request, shown.community, "spaces") | wider
    context |= {
        "space": shown,
        "form": form,
        "audience": audience_words(shown.scope),
        "changes": changes_of(shown)[:PER_PAGE],
    }
    return render(request, "spaces/space_settings.html", context)


def _keep(request: HttpRequest, form: SpaceForm, shown: Space, wanted: Audiences) -> HttpResponse:
    facts = form.cleaned_data
    change = change_audiences(space=shown, audiences=wanted, by=cast("User", request.user))
    describe_space(space=shown, name=facts["name"], description=facts["description"])
    if change.kept is not None:
        text = _("What was said before stays with its readers, in “%(name)s”.")
        messages.info(request, text % {"name": change.kept.forum.name})
    messages.success(request, _("The changes are kept."))
    return redirect("spaces:settings", shown.pk)


@login_required
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a space read only, or open it again."""
    shown = access_space(standing_of(request), pk, Action.CARE)
    if archive_space(space=shown, archived=shown.archived_at is None):
        messages.success(request, _("The changes are kept."))
    return redirect("spaces:settings", shown.pk)
