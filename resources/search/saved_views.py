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
from resources.search.asking import asked
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
            text = _(
                "This search is kept already, or you keep %(count)d searches: forget one first."
            )
            messages.info(request, text % {"count": MOST_SAVED})
        return redirect("search:saved")
    return render(request, "search/saved.html", {"rows": saved_searches(person)})


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
