"""Cycles: planning one with all its sessions, and its page for those who belong to it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.facilitation.choices import Role
from communities.facilitation.context import TAB
from communities.facilitation.models import Cycle
from communities.facilitation.preparing_forms import CycleForm
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.listings import named_rows, with_my_role
from communities.facilitation.selectors.rotation import turns_of
from communities.facilitation.selectors.sessions import (
    access_cycle,
    coming_of_cycle,
    is_leading_cycle,
    visible_sessions,
)
from communities.facilitation.services.cycles import plan_cycle, usual_number
from communities.facilitation.views.drafting import (
    Draft,
    Method,
    choose_method,
    draft_of,
    draft_page,
    is_sent,
    method_asked,
)
from communities.people.models import User
from communities.policy import Action

PER_PAGE = 40
LEAST, MOST = 8, 12  # people with whom a learning and practice group works best


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a method, then plan all sessions of a cycle at once."""
    community = access_community(standing_of(request), slug, Action.CARE)
    method = method_asked(request, community)
    if method is None:
        return choose_method(request, community, cycle=True)
    roles = [role for role in method.made.roles if role != Role.CLIENT]
    draft = draft_of(request, community, method, CycleForm, roles)
    if is_sent(request) and draft.is_valid:
        made = _planned(request, community, method, draft)
        if made is not None:
            messages.success(request, _("The cycle is planned with all its sessions."))
            is_in = made.facilitator == request.user or request.user in draft.people.roles()
            return redirect(made) if is_in else redirect("facilitation:sessions", slug)
    return draft_page(request, community, "facilitation/cycle_new.html", draft)


def _planned(
    request: HttpRequest, community: Community, method: Method, draft: Draft[CycleForm]
) -> Cycle | None:
    people, form = draft.people.roles(), draft.facts
    try:
        return plan_cycle(
            community=community,
            by=cast("User", request.user),
            facts=form.facts(),
            days=form.cleaned_data["days"],
            number=form.cleaned_data["number"] or usual_number(people),
            content=method.content,
            version=method.version,
            people=people,
        )
    except SessionRefused as refusal:
        form.add_error(None, str(refusal))
        return None


@require_safe
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a cycle to its people: its sessions, and whose turn it is to be client."""
    standing = standing_of(request)
    found = access_cycle(standing, pk)
    rows = visible_sessions(standing).filter(cycle=found)
    person = cast("User", request.user)
    is_leading = is_leading_cycle(found, person)
    mine = with_my_role(rows, person)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    turns = turns_of(standing, found)
    is_group = found.community.form == Community.Form.CAP
    context = community_context(request, found.community, TAB) | {
        "cycle": found,
        "is_leading": is_leading,
        "has_coming": is_leading and coming_of_cycle(found).exists(),
        "audience": audience_words(found.scope),
        "page": page,
        "rows": named_rows(page, is_signed_in=True),
        "people": len(turns),
        "turns": [turn for turn in turns if turn.has_turn],
        "is_odd_size": is_group and not LEAST <= len(turns) <= MOST,
        "least": LEAST,
        "most": MOST,
    }
    return render(request, "facilitation/cycle.html", context)
