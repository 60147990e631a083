"""Fixtures every test may use: the cast, and a browser-like client for each of them."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

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
def _fresh_cache() -> None:
    """Rate limits and counts of readers of one test do not reach the next."""
    cache.clear()
