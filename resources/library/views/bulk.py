"""Many files become drafts through the browser: hand over, look, say yes, watch."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.people.models import User
from communities.policy import Action
from resources.library.bulk.entries import NotABundleError
from resources.library.bulk.sheets import NotASheetError
from resources.library.bulk.wording import REFUSALS, SHEET_REFUSALS
from resources.library.bulk_forms import BulkForm
from resources.library.models import ResourceImport
from resources.library.selectors.bulk import access_import, imports_of
from resources.library.selectors.resources import may_propose
from resources.library.services.bulk_uploads import forget_files, keep_files, start_bringing_in

LAST = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    """Take files and show what will come of them."""
    community = _cared_for(request, slug)
    is_sent = request.method == "POST"
    form = BulkForm(request.POST, request.FILES) if is_sent else BulkForm()
    if form.is_valid():
        bundle = _kept(community, cast("User", request.user), form)
        if bundle is not None:
            return redirect("library:import", slug, bundle.pk)
    context = community_context(request, community, "resources") | {
        "form": form,
        "imports": imports_of(community)[:LAST],
    }
    status = 400 if form.is_bound else 200
    return render(request, "library/hand_over.html", context, status=status)


def _kept(community: Community, by: User, form: BulkForm) -> ResourceImport | None:
    try:
        return keep_files(
            files=form.files_chosen(),
            sheet=form.cleaned_data["sheet"],
            community=community,
            by=by,
        )
    except NotABundleError as error:
        form.add_error("uploads", str(REFUSALS[error.reason]))
    except NotASheetError as error:
        form.add_error("sheet", str(SHEET_REFUSALS[error.reason]))
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show files that were handed over: what will come, how far it is, or what became of them."""
    community = _cared_for(request, slug)
    shown = access_import(community, pk)
    if request.method == "POST":
        if request.POST.get("wish") == "forget":
            if forget_files(bundle=shown):
                messages.success(request, _thrown_away(shown))
            return redirect("library:hand-over", slug)
        start_bringing_in(bundle=shown)
        return redirect("library:import", slug, pk)
    context = community_context(request, community, "resources") | {
        "bundle": shown,
        "report": shown.report,
    }
    return render(request, "library/import.html", context)


def _thrown_away(bundle: ResourceImport) -> str:
    if bundle.files_done:
        return _("The rest of the files is thrown away; the drafts made of the others stay.")
    return _("The files are thrown away; nothing was changed.")


def _cared_for(request: HttpRequest, slug: str) -> Community:
    standing = standing_of(request)
    community = access_community(standing, slug, Action.CARE)
    if not may_propose(standing, community):
        raise PermissionDenied
    return community
