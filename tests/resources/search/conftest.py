"""An index of its own for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, override_settings

from communities.people.models import User
from resources.search.choosing import engine
from resources.search.indexing import index_touched, rebuild_index
from tests.worlds import Scene, make_scene

Ask = Callable[..., str]


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path) -> Iterator[None]:
    options = {"folder": tmp_path / "index"} if settings.SEARCH_OPTIONS else {}
    with override_settings(SEARCH_DIR=tmp_path, SEARCH_OPTIONS=options):
        engine.cache_clear()
        yield
    engine.cache_clear()


@pytest.fixture
def scene(db: None) -> Scene:
    """Return the scene of the access tests, indexed."""
    made = make_scene()
    rebuild_index()
    return made


@pytest.fixture
def ask(client_of: Callable[[User | None], Client]) -> Ask:
    """Return a function that searches as somebody and returns the page."""

    def search(person: User | None, words: str, **narrowed: object) -> str:
        answer = client_of(person).get("/search/", {"q": words, **narrowed})
        assert answer.status_code == 200
        return answer.content.decode().partition("<main")[2]

    return search


def catch_up() -> None:
    """Let the index hear of everything that was touched."""
    while index_touched():
        pass
