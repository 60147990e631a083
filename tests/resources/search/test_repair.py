"""Whatever happens to the index, the site stays up, and the index mends itself."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from communities.people.models import User
from resources.search.choosing import engine
from resources.search.indexing import index_touched
from resources.search.models import Touch
from resources.search.registry import sources
from resources.search.services import ask_for_rebuild
from tests.resources.search.conftest import Ask, catch_up
from tests.resources.search.test_leaks import HIT, counts
from tests.worlds import Scene

needs_files = pytest.mark.skipif(not settings.SEARCH_OPTIONS, reason="this index is no file")
CHANCE = random.Random(7)  # noqa: S311 -- any place will do
Damage = Callable[[Path], object]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in CHANCE.sample(range(len(content)), len(content) // 20):
        content[place] ^= 255
    path.write_bytes(content)


DAMAGES: dict[str, Damage] = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "garbled": flip,
    "a text": lambda path: path.write_text("no index"),
}


def index_files() -> list[Path]:
    return [path for path in settings.SEARCH_OPTIONS["folder"].rglob("*") if path.is_file()]


@needs_files
@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_index_is_built_anew(scene: Scene, ask: Ask, name: str) -> None:
    before = counts(ask(scene.cast.awa, "secret"))
    for path in index_files():
        if path.exists() and path.stat().st_size:
            DAMAGES[name](path)

    meanwhile = ask(scene.cast.awa, "secret")
    assert "being rebuilt" in meanwhile or counts(meanwhile) == before
    call_command("tick")
    catch_up()

    assert counts(ask(scene.cast.awa, "secret")) == before
    assert engine().is_sound()


def test_one_thing_that_fails_holds_up_nothing_else(
    scene: Scene, ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source = next(one for one in sources() if "person" in one.kinds)
    fault = ValueError("this person cannot be described")

    def documents(things: object) -> list[object]:
        raise fault

    broken = replace(source, documents=documents)  # type: ignore[arg-type]
    others = [broken if one is source else one for one in sources()]
    monkeypatch.setattr("resources.search.indexing.sources", lambda: others)
    User.objects.get(pk=scene.cast.chloe.pk).save()
    scene.cast.community.purpose = "Tamarinds"
    scene.cast.community.save()

    for _turn in range(7):
        index_touched()

    assert HIT in ask(scene.cast.chloe, "tamarind")
    assert not Touch.objects.exists()
    assert "could not be told" in caplog.text


def test_a_rebuild_is_asked_for_once(scene: Scene) -> None:
    assert ask_for_rebuild()
    assert not ask_for_rebuild()
    assert index_touched() == 1
    assert ask_for_rebuild()
