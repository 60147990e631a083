"""Kinds of places that sockets join; higher layers register theirs (rooms, sessions)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from communities.people.models import User
from communities.policy import Standing


@dataclass(frozen=True, slots=True)
class News:
    """How far a place is, and the frame that says so."""

    sequence: int
    frame: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlaceKind:
    """What the hub must be able to ask about a kind of place; all run on a database thread.

    ``entered`` returns how far the place is for somebody who may enter it, else nothing.
    """

    name: str
    readable: Callable[[Standing, Collection[int]], set[int]]
    news: Callable[[Collection[int]], Mapping[int, News]]
    entered: Callable[[Standing, User, int], News | None]


_kinds: dict[str, PlaceKind] = {}


def register_places(kind: PlaceKind) -> None:
    """Let sockets join places named ``name:key``."""
    _kinds[kind.name] = kind


def kind_of_place(name: str) -> PlaceKind | None:
    """Return what is registered under a name."""
    return _kinds.get(name)


def readable_places(standing: Standing, places: Collection[str]) -> set[str]:
    """Return those of the places that a person of this standing may read."""
    found: set[str] = set()
    for name, keys in _by_kind(places).items():
        found |= {f"{name}:{key}" for key in _kinds[name].readable(standing, keys)}
    return found


def news_of(places: Collection[str]) -> dict[str, News]:
    """Return how far each place is, in one query for each kind."""
    found: dict[str, News] = {}
    for name, keys in _by_kind(places).items():
        for key, news in _kinds[name].news(keys).items():
            found[f"{name}:{key}"] = news
    return found


def _by_kind(places: Collection[str]) -> dict[str, set[int]]:
    kinds: dict[str, set[int]] = {}
    for place in places:
        name, _colon, key = place.partition(":")
        kinds.setdefault(name, set()).add(int(key))
    return kinds
