"""Wording one's own contribution anew."""

from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.facilitation.choices import Kind
from communities.facilitation.live_forms import ContributionForm
from communities.facilitation.models import Contribution
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.contributions import access_contribution, access_entered
from communities.facilitation.services.contributing import edit_contribution
from communities.facilitation.views.live import TAB
from communities.people.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int, said: int) -> HttpResponse:
    """Change one's own words, as long as their step lasts."""
    person = cast("User", request.user)
    seat = access_entered(standing_of(request), pk, person)
    found = access_contribution(seat, said)
    if found.author_id != person.pk or found.withdrawn_at is not None:
        raise PermissionDenied
    form = _form(request, found)
    if request.method == "POST" and form.is_valid():
        try:
            edit_contribution(contribution=found, person=person, words=form.words())
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("facilitation:live", pk)
    context = community_context(request, seat.session.community, TAB) | {
        "session": seat.session,
        "audience": audience_words(seat.session.scope),
        "form": form,
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "facilitation/contribution_edit.html", context, status=status)


def _form(request: HttpRequest, found: Contribution) -> ContributionForm:
    step = next(one for one in found.session.read().steps if one.key == found.step)
    initial: dict[str, Any] = {
        "kind": found.kind,
        "body": found.body,
        "nature": found.nature,
        "due_on": found.due_on,
        "help_wanted": found.help_wanted,
    }
    # What it is stays what it was.
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None:
        data["kind"], data["step"] = found.kind, found.step
    return ContributionForm(data, step=step, kinds={Kind(found.kind)}, initial=initial)
