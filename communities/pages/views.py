"""The three pages everybody meets first.

Wagtail would find them through site, locale and tree: six queries before the first word. They are
fetched directly here, and rendered with the same templates.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.models import Community
from communities.pages.context import community_page_context
from communities.pages.selectors import (
    access_community_page,
    communities_for_index,
    home_page,
    index_page,
    own_communities,
)

PER_PAGE = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is new to those who are signed in, and what this is to all others."""
    context: dict[str, object] = {"page": home_page()}
    if request.user.is_authenticated:
        context["memberships"] = own_communities(request.user)[:PER_PAGE]
    return render(request, "pages/home_page.html", context)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the communities one may know of."""
    standing = standing_of(request)
    language, form = request.GET.get("language", ""), request.GET.get("form", "")
    rows = communities_for_index(standing, language[:2], form[:3])
    context = {
        "page": index_page(),
        "rows": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "standing": standing,
        "forms": Community.Form,
        "form": form,
    }
    return render(request, "pages/community_index_page.html", context)


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a community is for, who cares for it, and what one may read there."""
    page = access_community_page(standing_of(request), slug)
    context = community_page_context(request, page.community, page)
    return render(request, "pages/community_page.html", context)
