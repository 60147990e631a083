"""The scene of the access tests."""

import pytest

from tests.worlds import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
