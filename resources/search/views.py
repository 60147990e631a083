"""The page of results; it works by its address alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.pace import is_too_fast
from resources.search.asking import Asked, asked
from resources.search.engine import QuestionError
from resources.search.finding import ANSWERS, LANGUAGE_NAMES, Results, find, find_alike
from resources.search.registry import labels, tag_name_today

ALIKE_A_MINUTE = 60
MOST_VALUES = 8  # of a facet

FACETS = {
    "community": _("Community"),
    "language": _("Language"),
    "tag": _("Tag"),
    "author": _("Author"),
    "year": _("Year"),
}
COUNTED_AMONG_LATEST = {"tag", "author"}  # of very many finds
NAMED_BY_KEY = {"community", "author"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what a reader finds: without a kind the best of each, with one all of that kind."""
    question = asked(request.GET)
    context: dict[str, Any] = {"asked": question}
    if not question.words:
        return render(request, "search/results.html", context)
    most = settings.SEARCHES_PER_MINUTE
    if is_too_fast(request, "search", member=most, visitor=most // 2):
        context["refusal"] = _("You searched a lot just now. Wait a minute and search again.")
        return render(request, "search/results.html", context, status=429)
    try:
        results = find(standing_of(request), question.words, question.filters, question.page)
    except QuestionError as error:
        context["refusal"] = str(error)
        return render(request, "search/results.html", context, status=400)
    if question.filters.tag and not results.groups:
        today = tag_name_today(standing_of(request), question.filters.tag)
        if today is not None:
            return redirect(reverse("search:results") + question.address(tag=today))
    return render(request, "search/results.html", context | _described(question, results))


@login_required
@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Show, while a title is typed, what may answer it already: a part of a page."""
    title = request.GET.get("q", "").replace("\0", " ").strip()
    if not title or is_too_fast(request, "alike", member=ALIKE_A_MINUTE, visitor=0):
        return render(request, "search/alike.html")
    found = find_alike(standing_of(request), title, kinds=ANSWERS)
    return render(request, "search/alike.html", {"results": found})


def _described(question: Asked, results: Results) -> dict[str, Any]:
    """Give each choice its address."""
    kinds = [
        {
            "name": group.kind,
            "label": group.label,
            "count": group.count,
            "address": question.address(kind=group.kind),
        }
        for group in results.groups
    ]
    wanted = question.filters.kind
    if kinds and wanted and wanted not in {kind["name"] for kind in kinds}:
        kinds.append(
            {"name": wanted, "label": labels()[wanted], "count": 0, "address": question.address()}
        )
    facets = [
        {
            "label": label,
            "chosen": question.narrowed.get(name),
            "is_partial": results.is_partial and name in COUNTED_AMONG_LATEST,
            "all": question.address(**{name: None}),
            "values": [
                {"label": text, "count": count, "address": question.address(**{name: str(value)})}
                for value, text, count in results.facets[name][:MOST_VALUES]
            ]
            or _chosen_alone(question, name),
        }
        for name, label in FACETS.items()
        if len(results.facets.get(name, ())) > 1 or name in question.narrowed
    ]
    chosen = [group for group in results.groups if group.kind == question.filters.kind]
    return {
        "results": results,
        "kinds": kinds,
        "everything": question.address(kind=None),
        "facets": facets,
        "shown": chosen
        if question.filters.kind
        else [one for one in results.groups if one.results],
        "suggestion": results.suggestion
        and {"words": results.suggestion, "address": question.address(q=results.suggestion)},
        "page": question.page,
        "previous": question.page > 1 and question.address(page=str(question.page - 1)),
        "next": question.page < results.pages and question.address(page=str(question.page + 1)),
    }


def _chosen_alone(question: Asked, name: str) -> list[dict[str, Any]]:
    """Name what was chosen though nothing of it was found; a person or a place stays unnamed."""
    if name in NAMED_BY_KEY:
        return []
    said = question.narrowed[name]
    label = LANGUAGE_NAMES[said] if name == "language" else said
    return [{"label": label, "count": 0, "address": question.address()}]
