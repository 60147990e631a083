"""Pages of the site itself: help, and refusals."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

HELP = Path(settings.BASE_DIR) / "templates" / "help"


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


def absent(request: HttpRequest, *args: str) -> HttpResponse:
    """Answer as if nothing stood at this address."""
    raise Http404


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old to be trusted, and that nothing was changed."""
    return render(request, "csrf_failure.html", status=403)
