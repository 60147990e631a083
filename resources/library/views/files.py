"""Private files of resources: each request asks the policy, then streams."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities.access import standing_of
from communities.people.models import User
from communities.policy import NOBODY, Action, can
from resources.files import serving
from resources.files.refusals import FileRefused
from resources.library.context import resource_context
from resources.library.forms import FileForm
from resources.library.models import ResourcePage
from resources.library.selectors.files import access_file
from resources.library.selectors.resources import access_resource, may_edit
from resources.library.services.files import add_file, remove_file


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream a file; pictures show in the browser, all else is saved."""
    found, page = access_file(standing_of(request), key, request.user)
    return serving.streamed(request, found, is_public=_is_public(page))


@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream the small copy of a picture."""
    found, page = access_file(standing_of(request), key, request.user)
    return serving.preview(request, found, is_public=_is_public(page))


def _is_public(page: ResourcePage) -> bool:
    return page.live and can(NOBODY, Action.READ, page.scope)


@login_required
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a file with a resource."""
    page = access_resource(standing_of(request), pk, request.user)
    _require_editor(request, page)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        owner = cast("User", request.user)
        try:
            add_file(page=page, owner=owner, upload=form.cleaned_data["upload"])
        except FileRefused as refusal:
            form.add_error("upload", str(refusal))
        else:
            messages.success(request, _("The file is kept with the resource."))
            return redirect("library:resource", page.pk, page.slug)
    context = resource_context(request, page) | {"file_form": form}
    return render(request, "library/resource.html", context, status=400)


@login_required
@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a file away."""
    found, page = access_file(standing_of(request), key, request.user)
    _require_editor(request, page)
    if remove_file(file=found):
        messages.success(request, _("The file is gone."))
    return redirect("library:resource", page.pk, page.slug)


def _require_editor(request: HttpRequest, page: ResourcePage) -> None:
    if not may_edit(standing_of(request), page, request.user):
        raise PermissionDenied
