"""Reading a question from an address, and writing it back; what cannot be read narrows nothing."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from resources.search.engine import MAX_QUESTION, Filters
from resources.search.registry import labels

SIGNS = re.compile(r"[*~^|+\[\]{}]|\b(?:AND|OR|NOT)\b")
LARGEST_KEY = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2999


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its address carries it."""

    words: str
    filters: Filters
    page: int
    narrowed: Mapping[str, str]  # the parameters that were understood, as they stand in the address

    @property
    def has_signs(self) -> bool:
        """Tell whether there are signs in it that other searches understand."""
        return SIGNS.search(self.words) is not None

    def address(self, **changes: str | None) -> str:
        """Return the query string of this question with other parameters; the page begins anew."""
        parameters = {"q": self.words, **self.narrowed, **changes}
        return "?" + urlencode({name: value for name, value in parameters.items() if value})


def asked(parameters: Mapping[str, str]) -> Asked:
    """Read ``q``, ``kind``, ``community``, ``tag``, ``language``, ``author``, ``year``, ``page``."""
    words = " ".join(parameters.get("q", "").replace("\0", " ").split())
    values: dict[str, Any] = {
        "kind": _one_of(parameters.get("kind", ""), labels()),
        "community": _number(parameters.get("community", ""), 1, LARGEST_KEY),
        "tag": parameters.get("tag", "")[:100] or None,
        "language": _one_of(parameters.get("language", ""), ("fr", "en")),
        "author": _number(parameters.get("author", ""), 1, LARGEST_KEY),
        "year": _number(parameters.get("year", ""), FIRST_YEAR, LAST_YEAR),
    }
    year = values["year"]
    filters = Filters(
        kind=values["kind"],
        community_id=values["community"],
        tag=values["tag"],
        language=values["language"],
        author_id=values["author"],
        since=date(year, 1, 1) if year else None,
        until=date(year, 12, 31) if year else None,
    )
    narrowed = {name: str(value) for name, value in values.items() if value is not None}
    page = _number(parameters.get("page", ""), 1, 1_000_000) or 1
    return Asked(words[: MAX_QUESTION + 1], filters, page, narrowed)


def _one_of(value: str, known: Container[str]) -> str | None:
    return value if value in known else None


def _number(value: str, least: int, most: int) -> int | None:
    if not (value.isascii() and value.isdigit() and len(value) < len(str(most)) + 1):
        return None
    return int(value) if least <= int(value) <= most else None
