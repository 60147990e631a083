"""A person's saved searches: listed, kept, opened, forgotten."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.people.models import User
from resources.search.asking import Asked, asked
from resources.search.finding import LANGUAGE_NAMES
from resources.search.models import SavedSearch
from resources.search.registry import labels
from resources.search.saving import (
    MOST_SAVED,
    access_saved_search,
    forget_search,
    mark_seen,
    save_search,
    saved_searches,
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """List one's saved searches; keep another one."""
    person = cast("User", request.user)
    if request.method == "POST":
        question = asked(QueryDict(request.POST.get("address", "")[:2000].removeprefix("?")))
        if save_search(person=person, question=question):
            messages.success(request, _("The search is kept. You will see here what is new in it."))
        else:
            messages.info(request, _why_not(person, question))
        return redirect("search:saved")
    rows = [{"saved": one, "choices": _choices(one)} for one in saved_searches(person)]
    return render(request, "search/saved.html", {"rows": rows})


def _why_not(person: User, question: Asked) -> str:
    if not question.words:
        return _("Search for something first, then keep the search.")
    if saved_searches(person).filter(address=question.address()).exists():
        return _("This search is kept already.")
    text = _("You keep %(count)d searches, and more are not possible: forget one first.")
    return text % {"count": MOST_SAVED}


def _choices(saved: SavedSearch) -> list[str]:
    """Say what a saved search is narrowed to; whom and where, its results tell."""
    narrowed = asked(QueryDict(saved.address.removeprefix("?"))).narrowed
    words = {
        "kind": labels().get(narrowed.get("kind", ""), ""),
        "language": LANGUAGE_NAMES.get(narrowed.get("language", ""), ""),
        "community": _("in one community"),
        "author": _("of one author"),
    }
    return [str(words.get(name, value)) for name, value in narrowed.items()]


@login_required
@require_safe
def open_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a saved search finds; what was new in it has been seen then."""
    found = access_saved_search(cast("User", request.user), pk)
    mark_seen(saved=found)
    return redirect(reverse("search:results") + found.address)


@login_required
@require_POST
def forget_saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a search no longer."""
    forget_search(saved=access_saved_search(cast("User", request.user), pk))
    messages.success(request, _("The search is forgotten."))
    return redirect("search:saved")
