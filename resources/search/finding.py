"""From a question to what this reader may see: the index first, the database last."""

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Value

from communities.access import visible_communities
from communities.people.models import User
from communities.policy import Standing
from resources.search.analysis import highlight, share_held
from resources.search.choosing import engine
from resources.search.engine import (
    MAX_QUESTION,
    MAX_TERMS,
    Facets,
    Filters,
    Found,
    Hit,
    IndexDamagedError,
    Question,
    QuestionError,
    Thing,
)
from resources.search.models import Touch
from resources.search.registry import Shown, labels, places_of, sources
from resources.search.services import REBUILD, ask_for_rebuild, touch

logger = logging.getLogger(__name__)

IN_GROUP, ON_PAGE = 3, 20
MOST_PAGES = 25  # every engine ranks more than stands on them
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
ANSWERS = ("topic", "resource")  # what may answer a question before it is asked
CANDIDATES, ENOUGH_ALIKE = 10, 0.5
MOST_HIDDEN = 1000  # things; beyond, whole places are left out until the index has caught up


@dataclass(frozen=True, slots=True)
class Result:
    """A thing found, with the passage that fits: pieces of text, and whether each was looked for."""

    thing: Thing
    shown: Shown
    passage: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind: how many were found, and some of them."""

    kind: str
    label: str
    count: int
    results: Sequence[Result]


@dataclass(frozen=True, slots=True)
class Results:
    """What a reader sees: the kinds with their counts, the things of one page, other facets."""

    groups: Sequence[Group] = ()
    facets: Mapping[str, Sequence[tuple[Any, str, int]]] = field(  # name → (value, label, count)
        default_factory=dict
    )
    is_partial: bool = False  # tags and authors were counted among the latest only
    is_estimated: bool = False  # the other counts are about right
    suggestion: str = ""
    is_rebuilding: bool = False
    pages: int = 1


def find(
    standing: Standing, words: str, filters: Filters, page: int = 1, *, of_each: int = IN_GROUP
) -> Results:
    """Find what this reader may open: a page of one kind, or the best ``of_each``.

    Raises ``QuestionError`` with the reason in words.
    """
    limit = ON_PAGE if filters.kind else of_each
    places, hidden = _where(standing)
    question = Question(
        words=words,
        places=places,
        filters=filters,
        hidden=hidden,
        offset=(min(page, MOST_PAGES) - 1) * limit if filters.kind else 0,
        limit=limit,
    )
    try:
        found = engine().find(question)
    except IndexDamagedError as error:
        logger.warning("The index cannot be read and is built anew: %s", error)
        ask_for_rebuild()
        return Results(is_rebuilding=True)
    results, drifted = _readable(standing, question, found.hits)
    return Results(
        groups=_groups(found, results, drifted),
        facets=_facets(standing, found),
        is_partial=found.facets.is_partial,
        is_estimated=found.facets.is_estimated,
        suggestion=found.suggestion,
        is_rebuilding=not found.hits and Touch.objects.filter(kind=REBUILD).exists(),
        pages=min(-(-found.facets.kinds.get(filters.kind or "", 0) // limit), MOST_PAGES),
    )


def find_alike(
    standing: Standing,
    text: str,
    *,
    kinds: Collection[str],
    but: Thing | None = None,
    limit: int = 5,
) -> list[Result]:
    """Find what is about the same as a title: things that hold at least half of its words."""
    asked = " ".join(text[:MAX_QUESTION].replace('"', " ").split()[:MAX_TERMS])
    places, hidden = _where(standing)
    question = Question(asked, places, hidden=hidden, any_word=True, limit=CANDIDATES)
    try:
        hits = [hit for hit in engine().find(question).hits if hit.thing.kind in kinds]
    except (IndexDamagedError, QuestionError):
        return []  # it is only a help
    results, _drifted = _readable(standing, question, hits)
    readable = {one.thing: one for of_kind in results.values() for one in of_kind}
    ordered = [readable[hit.thing] for hit in hits if hit.thing in readable]
    alike = [one for one in ordered if one.thing != but and _holds_enough(one.shown, asked)]
    return alike[:limit]


def _holds_enough(shown: Shown, asked: str) -> bool:
    return share_held(f"{shown.title}\n{shown.text}", asked) >= ENOUGH_ALIKE


def _where(standing: Standing) -> tuple[frozenset[str], frozenset[Thing]]:
    """Say where this reader may find something, and what nobody finds until the index caught up."""
    rows = Touch.objects.exclude(place="").values_list("kind", "key")
    hidden = frozenset(Thing(kind, key) for kind, key in rows[: MOST_HIDDEN + 1])
    places = places_of(standing)
    if len(hidden) <= MOST_HIDDEN:
        return places, hidden
    left_out = Touch.objects.exclude(place="").values_list("place", flat=True).distinct()
    return places - set(left_out), frozenset()


def _readable(
    standing: Standing, question: Question, hits: Sequence[Hit]
) -> tuple[dict[str, list[Result]], Counter[str]]:
    """Fetch the hits for this reader, by kind; what should not have been found is touched again."""
    found = {hit.thing for hit in hits}
    shown: dict[Thing, Shown] = {}
    for source in sources():
        things = [thing for thing in found if thing.kind in source.kinds]
        if things:
            shown.update(source.readable(standing, things))
    results: defaultdict[str, list[Result]] = defaultdict(list)
    for hit in hits:
        one = shown.get(hit.thing)
        if one is not None:
            passage = highlight(one.text, question.words)
            results[hit.thing.kind].append(Result(hit.thing, one, passage))
    drifted = found - shown.keys()
    if drifted:
        logger.warning("The index found %d things that this reader may not open", len(drifted))
        touch(drifted)
    return results, Counter(thing.kind for thing in drifted)


def _groups(
    found: Found, results: Mapping[str, list[Result]], drifted: Mapping[str, int]
) -> list[Group]:
    """Return the kinds of which something was found, in an order that is always the same."""
    counts = {kind: count - drifted.get(kind, 0) for kind, count in found.facets.kinds.items()}
    return [
        Group(kind, label, counts[kind], results.get(kind, []))
        for kind, label in labels().items()
        if counts.get(kind, 0) > 0
    ]


def _facets(standing: Standing, found: Found) -> dict[str, list[tuple[Any, str, int]]]:
    """Name the values of the facets, as far as this reader may know their names."""
    facets = found.facets
    communities, people = _names(standing, facets)
    return {
        "community": _named(facets.communities, communities),
        "language": _named(facets.languages, LANGUAGE_NAMES),
        "tag": _named(facets.tags, {tag: tag for tag in facets.tags}),
        "author": _named(facets.authors, people),
        "year": _named(facets.years, {year: str(year) for year in facets.years}),
    }


def _names(standing: Standing, facets: Facets) -> tuple[dict[int, str], dict[int, str]]:
    """Fetch the names of communities and people, in one query."""
    communities = visible_communities(standing).filter(pk__in=facets.communities).order_by()
    people = User.objects.filter(pk__in=facets.authors, closed_at__isnull=True)
    rows = communities.values_list(Value(0), "pk", "name").union(
        people.values_list(Value(1), "pk", "display_name"), all=True
    )
    names: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for which, key, name in rows.order_by():
        names[which][key] = name
    return names


def _named(counts: Mapping[Any, int], names: Mapping[Any, str]) -> list[tuple[Any, str, int]]:
    rows = [(value, names[value], count) for value, count in counts.items() if value in names]
    return sorted(rows, key=lambda row: (-row[2], row[1]))
