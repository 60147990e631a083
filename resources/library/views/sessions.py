"""Proposing the minutes of a session as a resource."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.access import standing_of
from communities.facilitation.refusals import SessionRefused
from communities.people.models import User
from resources.library.selectors.sessions import access_minutes_to_keep
from resources.library.services.sessions import propose_minutes


@login_required
@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the minutes to the core group; asked again, lead to what was made of them."""
    person = cast("User", request.user)
    minutes = access_minutes_to_keep(standing_of(request), pk, person)
    try:
        page = propose_minutes(session=minutes.session, by=person)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("facilitation:minutes", pk)
    messages.success(request, _("The core group has them as a draft."))
    return redirect(page)
