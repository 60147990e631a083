"""A community's own formats: copying one, changing it step by step, reading an older version."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import require, standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.facilitation.contents import (
    NEW,
    language_of,
    step_with,
    with_roles,
    with_step,
    with_step_moved,
    without_step,
)
from communities.facilitation.formats import FormatError, read_format, said, shipped
from communities.facilitation.forms import FormatForm, StepForm
from communities.facilitation.models import SessionFormat
from communities.facilitation.selectors.formats import access_format, access_version, formats_of
from communities.facilitation.services.formats import copy_format, retire_format, revise_format
from communities.facilitation.telling import told, told_step
from communities.people.models import User
from communities.policy import Action

PER_PAGE = 30
TAB = "methods"
MOVES = {"up": -1, "down": 1}


@require_safe
def formats(request: HttpRequest, slug: str) -> HttpResponse:
    """List a community's own formats, beside those that come with the product."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    require(standing, Action.READ, SessionFormat(community=community))
    page = Paginator(formats_of(standing, community), PER_PAGE).get_page(request.GET.get("page"))
    offered = [(key, said(content["name"])) for key, content in shipped().items()]
    context = {"formats": page, "offered": sorted(offered, key=lambda one: one[1].casefold())}
    return render(
        request, "facilitation/formats.html", community_context(request, community, TAB) | context
    )


@login_required
@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy a format of the product, or one of the community's own, to adapt it."""
    community = access_community(standing_of(request), slug, Action.CARE)
    content = _source(request, community)
    made = copy_format(
        community=community,
        by=cast("User", request.user),
        content=content,
        name=_("%(name)s (adapted)") % {"name": said(content["name"])[:80]},
    )
    messages.success(request, _("This copy is yours: give it a name and change its steps."))
    return redirect("facilitation:edit", community.slug, made.pk)


def _source(request: HttpRequest, community: Community) -> Mapping[str, Any]:
    key = request.POST.get("source", "")
    if key in shipped():
        return shipped()[key]
    if not key.isdecimal():
        raise Http404
    found = access_format(standing_of(request), community, int(key[:18]), Action.CARE)
    return cast("Mapping[str, Any]", access_version(found).content)


@require_safe
def format_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a format as it is now, or as it was."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    found = access_format(standing, community, pk)
    asked = request.GET.get("version", "")
    version = access_version(found, int(asked[:9]) if asked.isdecimal() else None)
    made = read_format(version.content)
    versions = Paginator(found.versions.select_related("made_by"), PER_PAGE)
    context = told(made) | {
        "format": found,
        "version": version,
        "versions": versions.get_page(request.GET.get("page")),
        "steps": [told_step(step) for step in made.steps],
    }
    return render(
        request, "facilitation/format.html", community_context(request, community, TAB) | context
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a format is as a whole; its steps are listed below."""
    community, found, content = _to_change(request, slug, pk)
    form = FormatForm(request.POST or None, content=content)
    if request.method == "POST" and form.is_valid():
        changed = with_roles({**content, **form.facts()}, form.chosen_roles())
        if _revised(request, found, changed, form):
            return redirect("facilitation:edit", community.slug, found.pk)
    steps = [told_step(step) for step in read_format(content).steps]
    context = {"format": found, "form": form, "steps": steps}
    return render(
        request,
        "facilitation/format_edit.html",
        community_context(request, community, TAB) | context,
        status=400 if form.is_bound else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, pk: int, key: str) -> HttpResponse:
    """Change a step, or write a new one."""
    community, found, content = _to_change(request, slug, pk)
    current = step_with(content, key)
    if current is None and key != NEW:
        raise Http404
    form = StepForm(request.POST or None, roles=content["roles"], step=current)
    if request.method == "POST" and form.is_valid():
        changed = with_step(content, key, form.step(language_of(content)))
        if _revised(request, found, changed, form):
            return redirect("facilitation:edit", community.slug, found.pk)
    context = {"format": found, "form": form, "is_new": key == NEW}
    return render(
        request,
        "facilitation/step_edit.html",
        community_context(request, community, TAB) | context,
        status=400 if form.is_bound else 200,
    )


@login_required
@require_POST
def order(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a step up or down, or take it out."""
    community, found, content = _to_change(request, slug, pk)
    act, _colon, key = request.POST.get("act", "").partition(":")
    if act in MOVES:
        changed = with_step_moved(content, key, MOVES[act])
    elif act == "remove":
        changed = without_step(content, key)
    else:
        raise Http404
    _revised(request, found, changed)
    return redirect("facilitation:edit", community.slug, found.pk)


@login_required
@require_POST
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a format aside, or take it up again."""
    _community, found, _content = _to_change(request, slug, pk)
    retired = found.retired_at is None
    if retire_format(session_format=found, retired=retired):
        done = _("The format is put aside; nothing that used it is lost.")
        messages.success(request, done if retired else _("The format can be used again."))
    return redirect(found)


def _to_change(
    request: HttpRequest, slug: str, pk: int
) -> tuple[Community, SessionFormat, Mapping[str, Any]]:
    standing = standing_of(request)
    community = access_community(standing, slug)
    found = access_format(standing, community, pk, Action.CARE)
    return community, found, access_version(found).content


def _revised(
    request: HttpRequest,
    found: SessionFormat,
    content: Mapping[str, Any],
    form: FormatForm | StepForm | None = None,
) -> bool:
    """Keep the change; say at the form, or above the page, why it cannot be."""
    try:
        changed = revise_format(
            session_format=found, by=cast("User", request.user), content=content
        )
    except FormatError as error:
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return False
    if changed:
        messages.success(request, _("Kept as a new version; older sessions keep theirs."))
    return True
