"""The library: all one may read, of one community, of one organisation; one resource; its citation."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.circles.selectors import access_community
from communities.people.selectors import access_organisation
from resources.library.citation import citation_of
from resources.library.context import resource_context
from resources.library.facet_links import facet_links, sort_links
from resources.library.models import ReadingList, ResourcePage
from resources.library.selectors.facets import LONGEST, Wanted, counts, rows_for_page
from resources.library.selectors.reading_lists import shared_lists
from resources.library.selectors.resources import (
    access_resource,
    credits_of,
    latest_resources,
    may_propose,
    own_drafts,
    site_library,
    visible_resources,
)
from resources.library.selectors.review import with_state
from resources.library.selectors.tags import is_tag_keeper, tag_today
from resources.library.single_file import whole_resource

Asked = ParamSpec("Asked")

PER_PAGE = 20
MOST_DRAFTS = 20
SOME_LISTS = 5
NEWEST = 3  # of the site's library, above all others
CITED_AS = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}


def old_tags_lead_on(
    view: Callable[Concatenate[HttpRequest, Asked], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Asked], HttpResponse]:
    """Send whoever asks for a tag by its former address to the one it has today."""

    @wraps(view)
    def lead_on(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
        slug = request.GET.get("tag", "")[:LONGEST]
        today = tag_today(standing_of(request), slug) if slug else None
        if today is None:
            return view(request, *args, **kwargs)
        asked = request.GET.copy()
        asked["tag"] = today
        return redirect(f"{request.path}?{asked.urlencode()}")

    return lead_on


@require_safe
@old_tags_lead_on
def library(request: HttpRequest) -> HttpResponse:
    """List every resource one may read."""
    rows = visible_resources(standing_of(request))
    context = _listing(request, rows) | {"lists": _some_lists(request)}
    context["keeps_tags"] = is_tag_keeper(request.user)
    if not context["is_narrowed"]:
        context |= _site_library(request)
    return render(request, "library/library.html", context)


def _site_library(request: HttpRequest) -> dict[str, Any]:
    standing = standing_of(request)
    found = site_library(standing)
    if found is None:
        return {}
    return {
        "site_library": found,
        "newest": latest_resources(standing, found, NEWEST),
        "may_propose_to_library": may_propose(standing, found),
    }


@require_safe
@old_tags_lead_on
def community_library(request: HttpRequest, slug: str) -> HttpResponse:
    """List a community's resources, and to its members what they proposed."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    rows = visible_resources(standing).filter(community=community)
    context = community_context(request, community, "resources") | {
        "may_propose": may_propose(standing, community)
    }
    if request.user.is_authenticated and (context["standing_label"] or community.is_library):
        context["drafts"] = with_state(own_drafts(community, request.user))[:MOST_DRAFTS]
    context |= _listing(request, rows, without="community")
    context["lists"] = _some_lists(request, community)
    return render(request, "library/community.html", context)


@require_safe
@old_tags_lead_on
def organisation_library(request: HttpRequest, slug: str) -> HttpResponse:
    """List what the communities of an organisation produced, as far as one may read it."""
    organisation = access_organisation(slug)
    rows = visible_resources(standing_of(request)).filter(community__hosts=organisation)
    context = _listing(request, rows) | {"organisation": organisation}
    return render(request, "library/organisation.html", context)


def _some_lists(request: HttpRequest, community: Community | None = None) -> QuerySet[ReadingList]:
    return shared_lists(standing_of(request), request.user, community)[:SOME_LISTS]


def _listing(
    request: HttpRequest, rows: QuerySet[ResourcePage], without: str = ""
) -> dict[str, Any]:
    wanted = Wanted.of({name: str(value) for name, value in request.GET.items() if name != without})
    found = Paginator(rows_for_page(rows, wanted), PER_PAGE)
    facets = facet_links(request, counts(rows, wanted), wanted)
    return {
        "resources": found.get_page(request.GET.get("page")),
        "facets": [facet for facet in facets if facet.name != without],
        "is_narrowed": bool(wanted.chosen),
        "sorts": sort_links(request, wanted),
        "sorted_by_review": wanted.sort == "review",
    }


@require_safe
def resource(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a resource, or a proposal to its proposer and the core group."""
    page = access_resource(standing_of(request), pk, request.user)
    if slug != page.slug:
        return redirect(page, permanent=page.live)
    return render(request, "library/resource.html", resource_context(request, page))


@require_safe
def cite(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Give a citation as a file for reference managers."""
    page = access_resource(standing_of(request), pk, request.user)
    if not page.live or form not in CITED_AS:
        raise Http404
    citation = citation_of(page, credits_of(page))
    text = citation.bibtex if form == "bib" else citation.ris
    response = HttpResponse(text, content_type=f"{CITED_AS[form]}; charset=utf-8")
    return _saved_as(response, f"{citation.key}.{form}")


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a whole published resource as one file."""
    page = access_resource(standing_of(request), pk, request.user)
    if not page.live:
        raise Http404
    response = render(request, "library/download.html", whole_resource(page))
    return _saved_as(response, f"{page.slug}.html")


def _saved_as(response: HttpResponse, filename: str) -> HttpResponse:
    name = content_disposition_header(as_attachment=True, filename=filename)
    response.headers["Content-Disposition"] = name or "attachment"
    return response
