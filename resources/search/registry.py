"""What can be found, and where: each layer registers its kinds of things and of places."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connection
from django.db.models import F, QuerySet, Value

from communities.policy import Audience, Scope, Standing, is_protected
from resources.search.engine import Document, Thing

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVERYBODY, SIGNED_IN = "site:everybody", "site:signed-in"  # places of what no community owns
PORTION = 1_000  # things read from the database at once


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing as the list of results shows it, fetched from the database for this reader."""

    title: str
    address: str
    text: str  # plain words, from which the passage is cut
    language: str = ""
    community: str = ""
    place: str = ""  # the name of the space
    author: str = ""
    written_at: datetime | None = None
    scope: Scope | None = None

    @property
    def is_protected(self) -> bool:
        return self.scope is not None and is_protected(self.scope)


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Kinds of things that are fetched together.

    ``everything`` yields each document there is, without holding them all; ``documents`` leaves out
    what is not there (any more); ``readable`` what this reader may not open, in one query: it is the
    last word, whatever the index said.
    """

    order: int  # among the kinds in a list of results
    kinds: "Mapping[str, StrOrPromise]"  # kind → its name in the plural, lazily translated
    everything: Callable[[], Iterable[Document]]
    documents: Callable[[Collection[Thing]], Iterable[Document]]
    readable: Callable[[Standing, Collection[Thing]], Mapping[Thing, Shown]]


Row = TypeVar("Row", bound=tuple[Any, ...])
Rows = Callable[[Standing], QuerySet[Any]]
TagName = Callable[[Standing, str], str | None]

_sources: list[SearchSource] = []
_tag_names: list[TagName] = []
_places: dict[str, tuple[Rows, str]] = {}


def register_source(source: SearchSource) -> None:
    """Let things of these kinds be found."""
    _sources.append(source)
    _sources.sort(key=attrgetter("order"))


def register_places(name: str, rows: Rows, key: str = "pk") -> None:
    """Let things be found in places named ``name:key``, for each row that a reader may read."""
    _places[name] = (rows, key)


def sources() -> Sequence[SearchSource]:
    """Return every source, in the order of a list of results."""
    return _sources


def labels() -> dict[str, str]:
    """Return the name of each kind, in the reader's language."""
    return {kind: str(label) for source in _sources for kind, label in source.kinds.items()}


def place_name(name: str, key: int) -> str:
    """Name a place as the index does."""
    return f"{name}:{key}"


def places_of(standing: Standing) -> frozenset[str]:
    """Return every place in which this reader may find something, in one query."""
    site = {EVERYBODY, SIGNED_IN} if standing.is_signed_in else {EVERYBODY}
    sql, parameters = _query_of_places(
        standing.is_signed_in,
        frozenset(standing.communities.items()),
        standing.invited_lists,
        standing.entered,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return frozenset(site | {place_name(name, key) for name, key in cursor.fetchall()})


@lru_cache(maxsize=256)
def _query_of_places(
    is_signed_in: bool,  # noqa: FBT001 -- the parts of a standing
    communities: frozenset[tuple[int, Audience]],
    invited_lists: frozenset[int],
    entered: frozenset[int],
) -> tuple[str, tuple[Any, ...]]:
    """Build the query for all of the same standing: building takes longer than running it."""
    standing = Standing(is_signed_in, dict(communities), invited_lists, entered)
    first, *others = [
        rows(standing).order_by().values_list(Value(name), F(key))
        for name, (rows, key) in _places.items()
    ]
    found = first.union(*others, all=True).order_by()  # Django 6.1 orders it as the first model
    return found.query.sql_with_params()


def keys_of(things: Iterable[Thing], kind: str) -> list[int]:
    """Return the keys of the things of a kind."""
    return [thing.key for thing in things if thing.kind == kind]


def all_of(
    kind: str,
    rows: QuerySet[Any],
    documents: Callable[[Collection[Thing]], Iterable[Document]],
) -> Iterator[Document]:
    """Yield a document for each row of a kind, made a portion at a time."""
    for portion in portions(rows.values_list("pk")):
        yield from documents([Thing(kind, key) for (key,) in portion])


def portions(rows: QuerySet[Any, Row]) -> Iterator[list[Row]]:
    """Yield plain rows, of which the key comes first, in lists of a size that is read at once.

    Each list is a query of its own: beside one that stays open SQLite refuses to write what is
    learned on the way, the words of a file, as soon as anybody else has written.
    """
    last = 0
    while portion := list(rows.filter(pk__gt=last).order_by("pk")[:PORTION]):
        yield portion
        last = portion[-1][0]


def register_tag_name(today: TagName) -> None:
    """Let old names of tags lead to those of today."""
    if today not in _tag_names:
        _tag_names.append(today)


def tag_name_today(standing: Standing, name: str) -> str | None:
    """Return the name that a tag bears by now, as far as this person may know it."""
    return next(filter(None, (today(standing, name) for today in _tag_names)), None)
