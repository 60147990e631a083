"""What an engine must be able to do, and the plain facts that go in and come out.

An engine finds; it never decides who may read. It is told the places a reader may read and counts
nothing outside them; what it returns is looked at again in the database.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

MAX_QUESTION = 200  # characters; Whoosh needs seconds for a text of thousands
MAX_TERMS = 12


class Thing(NamedTuple):
    """What a document stands for: a kind (``post``, ``page``) and its key in the database."""

    kind: str
    key: int


@dataclass(frozen=True, slots=True)
class Document:
    """A thing as the index holds it."""

    thing: Thing
    place: str  # who may read it is decided there: ``space:12``, ``room:3``, ``site:signed-in``
    language: str  # ``fr`` or ``en``; empty where no language was written
    written_at: datetime | None  # none: never narrowed by date
    title: str
    text: str
    community_id: int | None = None
    author_id: int | None = None
    tags: tuple[str, ...] = ()
    is_guessed: bool = False  # the language is the place's; the words may tell another


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader narrowed the search to."""

    kind: str | None = None
    community_id: int | None = None
    tag: str | None = None
    language: str | None = None
    author_id: int | None = None
    since: date | None = None  # in UTC, both ends included
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for, and where this reader may find anything."""

    words: str
    places: frozenset[str]
    filters: Filters = Filters()
    hidden: frozenset[Thing] = frozenset()  # changed since: neither found nor counted
    offset: int = 0
    limit: int = 10  # hits of a page; with no kind chosen, of each kind
    any_word: bool = False  # one of the words will do: what holds more and rarer ones comes first


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found; the greater the score, the better it fits."""

    thing: Thing
    score: float


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the things found have which value; the kinds are counted before the kind filter."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    communities: Mapping[int, int] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    authors: Mapping[int, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    is_partial: bool = False  # tags and authors were counted among the latest only
    is_estimated: bool = False  # where very much was found, the other counts are about right only


@dataclass(frozen=True, slots=True)
class Found:
    """An engine's answer: the hits of one page, best first."""

    hits: Sequence[Hit] = ()
    facets: Facets = Facets()
    suggestion: str = ""  # the question in words that this reader can find, when it found nothing


class IndexDamagedError(Exception):
    """The index cannot be read; it must be built anew."""


class QuestionError(ValueError):
    """A question that no engine takes; its text says in the reader's language why."""


class Engine(Protocol):
    """An index that one process writes and many read."""

    def put(self, documents: Iterable[Document]) -> int:
        """Add documents or replace them, in one commit; return how many."""

    def drop(self, things: Collection[Thing]) -> int:
        """Forget things, in one commit; return how many were there."""

    def find(self, question: Question) -> Found:
        """Answer a question. Raises ``IndexDamagedError``, ``QuestionError``."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a new index beside the present one, then take its place; return its size.

        Readers go on with the old one until then; nothing of it is left afterwards.
        """

    def is_sound(self) -> bool:
        """Look through the whole index for damage."""

    def size(self) -> int:
        """Return how many documents it holds. Raises ``IndexDamagedError``."""
