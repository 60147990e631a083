"""What the index is built from: everything there is, read in portions."""

import pytest

from resources.search import registry
from resources.search.choosing import engine
from resources.search.indexing import everything
from tests.worlds import Scene


@pytest.mark.parametrize("size", [1, 2, 3])
def test_each_thing_is_read_once_whatever_the_portions(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    at_once = {document.thing: document for document in everything()}
    monkeypatch.setattr(registry, "PORTION", size)

    bit_by_bit = list(everything())

    assert {document.thing: document for document in bit_by_bit} == at_once
    assert len(bit_by_bit) == len(at_once) == engine().size()
    kinds = {thing.kind for thing in at_once}
    assert kinds >= {"topic", "post", "message", "resource", "community", "person", "organisation"}
