"""Reading lists: those one may read, one of them, making and changing one's own."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words
from communities.people.models import User
from communities.policy import Action, Audience, can
from resources.library.models import ReadingList
from resources.library.reading_list_forms import AddForm, ReadingListForm
from resources.library.selectors.reading_lists import (
    access_list,
    access_list_to_change,
    is_owner,
    may_change,
    may_unshare,
    own_lists,
    resources_on,
    visible_lists,
)
from resources.library.selectors.resources import access_resource
from resources.library.services.reading_lists import (
    TooMany,
    change_list,
    delete_list,
    make_list,
    move_on_list,
    put_on_list,
    take_off_list,
    unshare_list,
)

PER_PAGE = 30
STEPS = {"up": -1, "down": 1}


@require_safe
def reading_lists(request: HttpRequest) -> HttpResponse:
    """List one's own reading lists, and those one may read."""
    rows = visible_lists(standing_of(request), request.user)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "library/lists.html", {"lists": shown})


@require_safe
def reading_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a reading list: of its resources those one may read."""
    found = access_list(standing_of(request), pk, request.user)
    return render(request, "library/list_page.html", _shown(request, found))


def _shown(request: HttpRequest, found: ReadingList) -> dict[str, Any]:
    standing, scope = standing_of(request), found.scope
    # Who left a community keeps the list, yet reads no more what became of the community.
    is_known = scope is not None and can(standing, Action.READ, scope)
    return {
        "list": found,
        "resources": resources_on(standing, found),
        "community_name": found.community.name if found.community and is_known else "",
        "audience": audience_words(scope) if scope is not None and is_known else None,
        "is_owner": is_owner(found, request.user),
        "may_change": may_change(standing, found, request.user),
        "may_unshare": may_unshare(standing, found, request.user),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a reading list."""
    form = ReadingListForm(request.POST or None, standing=standing_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = make_list(owner=cast("User", request.user), **_facts(form))
        except TooMany:
            form.add_error(None, _("Fifty lists are the most one person keeps. Delete one first."))
        else:
            messages.success(request, _("The list is there. Resources join it from their pages."))
            return redirect(made)
    status = 400 if form.is_bound else 200
    return render(request, "library/list_form.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words and the readers of one's own list."""
    standing = standing_of(request)
    found = access_list_to_change(standing, pk, request.user)
    initial = {
        name: getattr(found, name)
        for name in ("title", "description", "community", "read_audience")
    }
    form = ReadingListForm(request.POST or None, standing=standing, initial=initial)
    if request.method == "POST" and form.is_valid():
        if change_list(reading_list=found, **_facts(form)):
            messages.success(request, _("The changes are kept."))
        return redirect(found)
    status = 400 if form.is_bound else 200
    return render(request, "library/list_form.html", {"form": form, "list": found}, status=status)


def _facts(form: ReadingListForm) -> dict[str, Any]:
    facts = dict(form.cleaned_data)
    return facts | {"read_audience": Audience(facts["read_audience"])}


@login_required
@require_POST
def unshare(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a shared list its owner's alone."""
    standing = standing_of(request)
    found = access_list(standing, pk, request.user)
    if not may_unshare(standing, found, request.user):
        raise PermissionDenied
    if unshare_list(reading_list=found):
        messages.success(request, _("Only its owner reads this list now."))
    return redirect(found if is_owner(found, request.user) else "library:lists")


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one's own list."""
    found = access_list(standing_of(request), pk, request.user)
    if not is_owner(found, request.user):
        raise PermissionDenied
    if delete_list(reading_list=found):
        messages.success(request, _("The list is gone; the resources stay."))
    return redirect("library:lists")


@login_required
@require_POST
def change_item(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """Move a resource on one's own list, or take it off."""
    standing = standing_of(request)
    found = access_list_to_change(standing, pk, request.user)
    shown = set(resources_on(standing, found).values_list("pk", flat=True))
    if page not in shown:
        raise Http404
    answer = request.POST.get("answer", "")
    if answer in STEPS:
        move_on_list(reading_list=found, page_id=page, steps=STEPS[answer], shown=shown)
    elif answer == "off":
        take_off_list(reading_list=found, page_id=page)
    return redirect(found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a resource on one of one's own lists."""
    standing = standing_of(request)
    page = access_resource(standing, pk, request.user)
    if not page.live:
        raise Http404
    form = AddForm(request.POST or None, lists=own_lists(standing, cast("User", request.user)))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["reading_list"]
        try:
            put_on_list(reading_list=chosen, page=page)
        except TooMany:
            form.add_error(None, _("Two hundred resources are the most one list holds."))
        else:
            messages.success(request, _("It is on the list."))
            return redirect(chosen)
    status = 400 if form.is_bound else 200
    return render(request, "library/list_add.html", {"form": form, "page": page}, status=status)
