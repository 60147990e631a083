"""Fixtures every test may use: the cast, and a browser-like client for each of them."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from communities.people.models import User
from tests.personas import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def client_of() -> Callable[[User | None], Client]:
    """Return a client signed in as the person, or as nobody."""

    def sign_in(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    """The language of one test's last request does not reach the next."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """Rate limits and counts of readers of one test do not reach the next."""
    cache.clear()
