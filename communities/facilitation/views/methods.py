"""The catalogue of formats that come with the product: for everybody to read and to print."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.facilitation.formats import read_format, shipped
from communities.facilitation.selectors.formats import communities_led
from communities.facilitation.telling import told, told_step


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """List the formats."""
    rows = [told(read_format(content)) | {"slug": slug} for slug, content in shipped().items()]
    rows.sort(key=lambda row: str(row["name"]).casefold())
    return render(request, "facilitation/methods.html", {"methods": rows})


@require_safe
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a format with all that its roles are told; who leads a community may take it over."""
    content = shipped().get(slug)
    if content is None:
        raise Http404
    made = read_format(content)
    context: dict[str, Any] = told(made) | {
        "slug": slug,
        "steps": [told_step(step) for step in made.steps],
        "communities": communities_led(standing_of(request)),
    }
    return render(request, "facilitation/method.html", context)
