"""The product as these tests load it, and a scene in which threads may act."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.robustness.at_once import copied_database
from tests.robustness.product import Product
from tests.worlds import Scene, make_scene


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """Build the world once; each test gets its own copy."""
    product = Product(tmp_path_factory.mktemp("product"))
    product.prepare()
    return product


@pytest.fixture
def product(prepared: Product, tmp_path: Path) -> Iterator[Product]:
    copy = prepared.copy(tmp_path)
    try:
        copy.start()
        yield copy
    finally:
        copy.kill()


@pytest.fixture
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[None]:
    """Let tests commit without leaving anything to the next."""
    with django_db_blocker.unblock(), copied_database(tmp_path / "db.sqlite3"):
        yield


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
