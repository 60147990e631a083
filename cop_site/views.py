"""Pages of the site itself: help, and refusals."""

from pathlib import Path

from django.conf import settings
from django.contrib.sitemaps import views as sitemap_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from cop_site.sitemaps import MOST, SECTIONS, count_places

HELP = Path(settings.BASE_DIR) / "templates" / "help"
NOT_FOR_ROBOTS = ("/accounts/", "/cms/", "/search/")


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """List the help pages by their first lines."""
    pages = [
        {"slug": path.stem[3:], "title": _title(path)} for path in sorted(_folder().glob("*.md"))
    ]
    return render(request, "help/index.html", {"pages": pages})


@require_safe
def help_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one help page in the reader's language."""
    path = next(_folder().glob(f"[0-9][0-9]-{slug}.md"), None)
    if path is None:
        raise Http404
    title, _newline, text = path.read_text(encoding="utf-8").partition("\n")
    context = {"title": title.lstrip("# "), "text": text}
    return render(request, "help/page.html", context)


def _folder() -> Path:
    return HELP / ("fr" if (translation.get_language() or "").startswith("fr") else "en")


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().strip().lstrip("# ")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public address, or the lists of them where they are many."""
    if count_places() > MOST:
        return sitemap_views.index(request, SECTIONS, sitemap_url_name="sitemap-section")
    return sitemap_views.sitemap(request, SECTIONS)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """List public addresses of one sort, some thousands a page."""
    return sitemap_views.sitemap(request, SECTIONS, section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Ask search engines to leave forms and searches alone, and show them the map."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def absent(request: HttpRequest, *args: str) -> HttpResponse:
    """Answer as if nothing stood at this address."""
    raise Http404


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old to be trusted, and that nothing was changed."""
    return render(request, "csrf_failure.html", status=403)
