"""Documents that agree in most of what is counted and filtered stand on one shelf.

There are few shelves, so places, filters and counts are settled for each, not for each document.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from resources.search.engine import Document, Facets, Filters, Question

MOST_TAGS, MOST_AUTHORS = 20, 10

Key = TypeVar("Key")
Value = TypeVar("Value", int, str)


class Shelf(NamedTuple):
    """What the documents of a shelf have in common."""

    place: str
    kind: str
    language: str
    year: int  # 0 where nothing was written at any time
    community_id: int | None


def shelf_of(document: Document) -> Shelf:
    """Return the shelf on which a document belongs."""
    return Shelf(
        document.place,
        document.thing.kind,
        document.language,
        document.written_at.year if document.written_at else 0,
        document.community_id,
    )


def is_open(shelf: Shelf, question: Question) -> bool:
    """Tell whether anything on a shelf may answer, whatever its kind."""
    filters = question.filters
    return (
        shelf.place in question.places
        and (filters.community_id is None or filters.community_id == shelf.community_id)
        and (filters.language is None or filters.language == shelf.language)
        and (not shelf.year or _spans(filters, shelf.year))
    )


def _spans(filters: Filters, year: int) -> bool:
    since, until = filters.since, filters.until
    return (since is None or since.year <= year) and (until is None or until.year >= year)


def of_kind(
    counts: Mapping[Key, int], shelves: Mapping[Key, Shelf], kind: str | None
) -> dict[Key, int]:
    """Return the counts of the shelves of a kind, or of all."""
    return {key: count for key, count in counts.items() if kind in {None, shelves[key].kind}}


def facets(
    shelves: Mapping[Key, Shelf],
    counts: Mapping[Key, int],
    kind: str | None,
    authors: Iterable[int | None],
    tags: Iterable[str],
) -> Facets:
    """Count what was found on each shelf, and the authors and joined tags of what was ranked."""
    kinds: Counter[str] = Counter()
    for key, count in counts.items():
        kinds[shelves[key].kind] += count
    chosen = of_kind(counts, shelves, kind)
    communities: Counter[int] = Counter()
    languages: Counter[str] = Counter()
    years: Counter[int] = Counter()
    for key, count in chosen.items():
        languages[shelves[key].language] += count
        years[shelves[key].year] += count
        communities[shelves[key].community_id or 0] += count
    by_author = Counter(author or 0 for author in authors)
    return Facets(
        kinds=dict(kinds),
        communities=_known(communities),
        tags=dict(_apart(Counter(tags)).most_common(MOST_TAGS)),
        languages=_known(languages),
        authors=dict(Counter(_known(by_author)).most_common(MOST_AUTHORS)),
        years=_known(years),
        is_partial=by_author.total() < sum(chosen.values()),
    )


def joined_tags(document: Document) -> str:
    """Return a document's tags as one text, in which each stands between two ends of lines."""
    return "".join(f"\n{one_line(tag)}\n" for tag in document.tags)


def one_line(tag: str) -> str:
    """Return a tag as it is looked for in joined tags."""
    return " ".join(tag.split())


def _apart(joined: Counter[str]) -> Counter[str]:
    tags: Counter[str] = Counter()
    for together, count in joined.items():
        for tag in filter(None, together.split("\n")):
            tags[tag] += count
    return tags


def _known(counts: Mapping[Value, int]) -> dict[Value, int]:
    """Leave out the count of documents that have no value."""
    return {value: count for value, count in counts.items() if value}
