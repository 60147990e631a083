"""Who belongs to a community, and each person's own moves."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.circles.choices import CircleChoice
from communities.circles.context import community_context
from communities.circles.forms import JoinForm, ReasonForm
from communities.circles.mails import send_letter
from communities.circles.selectors import (
    access_community,
    access_membership,
    history_of,
    may_see_members,
    members_of,
    membership_of,
    staff_entries_of,
)
from communities.circles.services.arrivals import ask_to_join
from communities.circles.services.membership import (
    MembershipRefused,
    change_own_circle,
    leave_community,
    promote_to_core,
    remove_member,
)
from communities.people.models import User
from communities.policy import Action, Circle

PER_PAGE = 60


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """List the circles; strangers see the core group alone."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    name = request.GET.get("name", "")[:80]
    rows = members_of(community, name)
    sees_all = may_see_members(standing, community)
    if not sees_all:
        rows = rows.filter(circle=Circle.CORE)
    context = community_context(request, community, "members") | {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "name": name,
        "sees_all": sees_all,
        "entries": staff_entries_of(community)[:5] if sees_all else [],
        "circles": CircleChoice,
    }
    return render(request, "circles/members.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the core group to become a member."""
    community = access_community(standing_of(request), slug)
    person = cast("User", request.user)
    form = JoinForm(request.POST or None)
    may_ask = community.is_open and community.accepts_requests
    if request.method == "POST" and form.is_valid() and may_ask:
        if ask_to_join(community=community, person=person, message=form.cleaned_data["message"]):
            messages.success(request, _("The core group will answer you by e-mail."))
        else:
            messages.info(request, _("You asked already, or you are a member: nothing changed."))
        return redirect(community)
    context = community_context(request, community, "members") | {
        "form": form,
        "may_ask": may_ask,
        "membership": membership_of(community, person),
    }
    return render(request, "circles/join.html", context)


@login_required
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move oneself to another circle, or leave."""
    community = access_community(standing_of(request), slug)
    person = cast("User", request.user)
    wish = request.POST.get("circle", "")
    try:
        if wish == "leave":
            changed = leave_community(community=community, person=person)
            text = _("You have left. Your posts stay; you may come back by asking to join.")
        else:
            circle = Circle(int(wish)) if wish in {"3", "4"} else Circle.CORE
            changed = change_own_circle(community=community, person=person, circle=circle)
            text = _("You now belong to the circle you chose.")
    except MembershipRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, text if changed else _("Nothing had to be changed."))
    return redirect("communities:home", community.slug)


@login_required
@require_POST
def promote(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a member into the core group."""
    community = access_community(standing_of(request), slug, Action.CARE)
    membership = access_membership(community, pk)
    person = membership.person
    if promote_to_core(community=community, person=person, by=cast("User", request.user)):
        text = _("%(name)s is now in the core group.") % {"name": person}
        messages.success(request, text)
    return redirect("communities:members", community.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End somebody's membership, with a reason they are told."""
    community = access_community(standing_of(request), slug, Action.CARE)
    person = access_membership(community, pk).person
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        by = cast("User", request.user)
        try:
            remove_member(community=community, person=person, by=by, reason=reason)
        except MembershipRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            facts = {"community": community, "reason": reason}
            send_letter("removed", person.email, person.language, facts)
            messages.success(request, _("%(name)s is no longer a member.") % {"name": person})
            return redirect("communities:members", community.slug)
    context = community_context(request, community, "members") | {"form": form, "person": person}
    return render(request, "circles/remove.html", context)


@login_required
@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the core group every change of circle."""
    community = access_community(standing_of(request), slug, Action.CARE)
    context = community_context(request, community, "care") | {
        "page": Paginator(history_of(community), PER_PAGE).get_page(request.GET.get("page"))
    }
    return render(request, "circles/history.html", context)
