"""An archive moves in through the browser: hand over, look, say yes, watch."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.choices import CircleChoice
from communities.circles.context import community_context
from communities.circles.selectors import access_community
from communities.people.models import User
from communities.policy import Action
from forums.mail.forms import ArchiveForm
from forums.mail.models import ArchiveImport
from forums.mail.parsing import NotAnArchiveError, Problem
from forums.mail.selectors import access_archive
from forums.mail.services.uploads import forget_archive, keep_archive, start_import
from forums.mail.wording import PROBLEMS, REFUSALS
from forums.spaces.selectors.spaces import open_forum_of, visible_spaces


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an archive and show what will come of it."""
    standing = standing_of(request)
    community = access_community(standing, slug, Action.CARE)
    spaces = visible_spaces(standing, community).filter(archived_at__isnull=True)
    form = ArchiveForm(
        request.POST or None,
        request.FILES or None,
        spaces=spaces,
        initial={"space": open_forum_of(community)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            archive = keep_archive(
                file=form.cleaned_data["file"],
                space=form.cleaned_data["space"],
                by=cast("User", request.user),
            )
        except NotAnArchiveError as error:
            form.add_error("file", str(REFUSALS[error.reason]))
        else:
            return redirect("mail:archive", slug, archive.pk)
    context = community_context(request, community, "care") | {"form": form}
    return render(request, "mail/hand_over.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show an archive: what will come, how far it is, or what became of it."""
    community = access_community(standing_of(request), slug, Action.CARE)
    shown = access_archive(community, pk)
    if request.method == "POST":
        if request.POST.get("wish") == "forget" and shown.state == ArchiveImport.State.UPLOADED:
            forget_archive(archive=shown)
            messages.success(request, _("The archive is thrown away; nothing was changed."))
            return redirect("communities:care", slug)
        start_import(archive=shown)
        return redirect("mail:archive", slug, pk)
    report = shown.report
    context = community_context(request, community, "care") | {
        "archive": shown,
        "report": report,
        "first_at": parse_datetime(report.get("first_at") or ""),
        "last_at": parse_datetime(report.get("last_at") or ""),
        "people": [
            one | {"label": CircleChoice(one["circle"]).label} for one in report.get("circles", ())
        ],
        "skipped": [
            {"number": one["number"], "why": PROBLEMS[Problem[one["problem"]]]}
            for one in report.get("skipped", ())
        ],
    }
    return render(request, "mail/archive.html", context)
