"""What I committed to: mine alone, with what came of it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.remains_forms import CommitmentForm
from communities.facilitation.selectors.commitments import (
    access_commitment,
    own_commitments,
    sessions_known,
)
from communities.facilitation.services.commitments import answer_commitment
from communities.people.models import User

PER_PAGE = 30


@login_required
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """List what one said one would do."""
    rows = own_commitments(cast("User", request.user))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = sessions_known(standing_of(request), list(page))
    shown = [(one, known.get(one.session_id)) for one in page]
    return render(request, "facilitation/commitments.html", {"page": page, "rows": shown})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it, or give it another date."""
    found = access_commitment(cast("User", request.user), pk)
    names = ("outcome", "what_happened", "due_on")
    form = CommitmentForm(request.POST or None, initial={n: getattr(found, n) for n in names})
    if request.method == "POST" and form.is_valid():
        try:
            if answer_commitment(commitment=found, **form.cleaned_data):
                messages.success(request, _("Kept, for you alone."))
            return redirect("facilitation:commitments")
        except SessionRefused as refusal:
            form.add_error("outcome", str(refusal))
    known = sessions_known(standing_of(request), [found])
    context = {"commitment": found, "session": known.get(found.session_id), "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/commitment.html", context, status=status)
