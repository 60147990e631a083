"""Minutes: reading, writing and sharing them, and what the client lets be kept."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.circles.selectors import access_community
from communities.facilitation.assembling import left_out
from communities.facilitation.choices import Attribution, Keeping, Role
from communities.facilitation.markdown import title_and_sections, title_and_text
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.remains_forms import KeepingForm, MinutesForm
from communities.facilitation.selectors.minutes import (
    MinutesSeat,
    access_keeping,
    access_minutes,
    access_minutes_to_write,
    people_there,
    shared_minutes,
)
from communities.facilitation.selectors.sessions import Seat
from communities.facilitation.services.forgetting import is_forgotten
from communities.facilitation.services.keeping import (
    choose_keeping,
    offered_attributions,
    offered_keepings,
)
from communities.facilitation.services.minutes import (
    LONGEST,
    assemble_again,
    edit_minutes,
    names_left,
    share_minutes,
    version_of,
)
from communities.people.models import User
from communities.policy import Action, can

TAB, PER_PAGE = "sessions", 30


@require_safe
def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """List the shared minutes of a community that one may read."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    page = Paginator(shared_minutes(standing, community), PER_PAGE).get_page(
        request.GET.get("page")
    )
    rows = [(one, title_and_text(one.body)[0]) for one in page]
    context = community_context(request, community, TAB) | {"page": page, "rows": rows}
    return render(request, "facilitation/minutes_list.html", context)


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the minutes of a session."""
    found = access_minutes(standing_of(request), pk, cast("User", request.user))
    if not found.is_promised:
        return redirect("facilitation:live", pk)  # where the words of confidentiality are accepted
    return render(request, "facilitation/minutes.html", _shown(request, found))


def _shown(request: HttpRequest, found: MinutesSeat) -> dict[str, Any]:
    row, session = found.minutes, found.seat.session
    title, sections = title_and_sections(row.body)
    return community_context(request, row.community, TAB) | {
        "audience": audience_words(row.scope),
        "minutes": row,
        "session": session,
        "title": title,
        "sections": sections,
        "people": people_there(session),
        "is_inside": can(standing_of(request), Action.READ, session.scope),
        "may_write": found.may_write,
        "may_decide": found.may_decide,
        "is_to_delete": session.kept == Keeping.NOTHING,
        "names": names_left(session, row.body) if found.may_write else [],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of the minutes."""
    person = cast("User", request.user)
    found = access_minutes_to_write(standing_of(request), pk, person)
    row, session = found.minutes, found.seat.session
    initial = {"body": row.body, "seen": version_of(row)}
    longest = max(LONGEST, len(row.body))
    form = MinutesForm(request.POST or None, initial=initial, longest=longest)
    if request.method == "POST" and form.is_valid():
        try:
            if edit_minutes(session=session, by=person, **form.cleaned_data):
                messages.success(request, _("The minutes are kept."))
            return redirect("facilitation:minutes", pk)
        except SessionRefused as refusal:
            form.add_error(None, str(refusal))
    return _edit_page(request, found, form, status=400 if form.is_bound else 200)


def _edit_page(
    request: HttpRequest, found: MinutesSeat, form: MinutesForm, *, status: int
) -> HttpResponse:
    row, session = found.minutes, found.seat.session
    context = community_context(request, row.community, TAB) | {
        "form": form,
        "minutes": row,
        "session": session,
        "names": names_left(session, row.body),
        "left_out": left_out(session),
    }
    return render(request, "facilitation/minutes_edit.html", context, status=status)


@login_required
@require_POST
def assemble(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the minutes anew from what was contributed."""
    found = access_minutes_to_write(standing_of(request), pk, cast("User", request.user))
    try:
        if assemble_again(
            session=found.seat.session, replacing=request.POST.get("answer") == "replace"
        ):
            messages.success(request, _("The minutes are assembled anew."))
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("facilitation:edit-minutes", pk)


@login_required
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Share the minutes with all who took part; or delete them, when nothing is to be kept."""
    found = access_minutes_to_write(standing_of(request), pk, cast("User", request.user))
    session = found.seat.session
    try:
        if share_minutes(session=session):
            is_gone = session.kept == Keeping.NOTHING
            gone, done = _("What was said is deleted."), _("The minutes are shared.")
            messages.success(request, gone if is_gone else done)
    except SessionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("facilitation:edit-minutes", pk)
    if is_forgotten(session):
        return redirect(session)
    return redirect("facilitation:minutes", pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the client decide what may be kept, who may read it, and how people are named."""
    seat = access_keeping(standing_of(request), pk, cast("User", request.user))
    session = seat.session
    form = KeepingForm(
        request.POST or None,
        keepings=offered_keepings(session),
        attributions=offered_attributions(session),
        initial={"kept": session.kept, "attribution": session.attribution},
    )
    if request.method == "POST" and form.is_valid() and _chosen(request, seat, form):
        return redirect(session)
    context = community_context(request, session.community, TAB) | {
        "form": form,
        "session": session,
        "is_forgotten": is_forgotten(session),
        "is_client": seat.role == Role.CLIENT,
    }
    status = 400 if form.is_bound else 200
    return render(request, "facilitation/keeping.html", context, status=status)


def _chosen(request: HttpRequest, seat: Seat, form: KeepingForm) -> bool:
    kept = Keeping(form.cleaned_data["kept"])
    attribution = Attribution(form.cleaned_data["attribution"])
    try:
        if choose_keeping(session=seat.session, kept=kept, attribution=attribution):
            gone, done = _("What was said is deleted."), _("Your choice holds from now on.")
            messages.success(request, gone if kept == Keeping.NOTHING else done)
    except SessionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
