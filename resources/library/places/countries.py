"""The countries of ISO 3166, known by any of their names.

The names are those of Unicode CLDR, beside some that people also write. A country that is not
among them, or a region, keeps the words in which it was written.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from resources.library.places.folding import folded

TABLE = Path(__file__).parent / "countries.csv"


@cache
def _rows() -> Mapping[str, Mapping[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(lines)}


@cache
def _codes() -> Mapping[str, str]:
    return {folded(name): code for code in _rows() for name in (code, *_names(code))}


def _names(code: str) -> Iterator[str]:
    row = _rows()[code]
    for name in (row["en"], row["fr"], *filter(None, row["also"].split("|"))):
        yield name
        yield name.replace("&", "and")


def country_key(text: str) -> str:
    """Return the code of a country however it is named, or the folded words of a place."""
    key = folded(text)
    return _codes().get(key, key)


def country_name(key: str, otherwise: str = "") -> str:
    """Name a country in the reader's language; any other place as it was written."""
    row = _rows().get(key)
    if row is None:
        return otherwise
    language = (translation.get_language() or settings.LANGUAGE_CODE)[:2]
    return row.get(language) or row["en"]


def country_names() -> dict[str, str]:
    """Return all countries by their codes, named in the reader's language, in its order."""
    named = {code: country_name(code) for code in _rows()}
    return dict(sorted(named.items(), key=lambda one: folded(one[1])))


def all_names(key: str) -> tuple[str, ...]:
    """Return every name of a country, for whoever searches in another language."""
    return tuple(dict.fromkeys(_names(key))) if key in _rows() else ()
