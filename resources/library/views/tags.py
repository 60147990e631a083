"""Staff look through the tags: rename them, make several one."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.people.models import User
from resources.library.fields import LONGEST_TAG
from resources.library.selectors.tags import require_tag_keeper, tags_in_use
from resources.library.services.tags import tidy_tags
from resources.library.tag_forms import TagsForm

PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tags(request: HttpRequest) -> HttpResponse:
    """List the tags of what one reads; give some of them one name."""
    require_tag_keeper(request.user)
    standing = standing_of(request)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_TAG]
    page = Paginator(tags_in_use(standing, words), PER_PAGE).get_page(request.GET.get("page"))
    form = TagsForm(request.POST or None, in_use=tags_in_use(standing), shown=page)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        by = cast("User", request.user)
        if tidy_tags(tags=list(facts["tags"]), name=facts["name"], by=by):
            messages.success(request, _("From now on it is “%(name)s”.") % {"name": facts["name"]})
        return redirect("library:tags")
    context = {"tags": page, "form": form, "words": words}
    return render(request, "library/tags.html", context, status=400 if form.is_bound else 200)
