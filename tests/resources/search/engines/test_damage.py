"""An index that is lost, broken or replaced says so, and is then built anew."""

import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.search.engine import Engine, IndexDamagedError, Question
from tests.resources.search.engines.conftest import PLACES, Desk, post

EMBEDDED = ["sqlite", "whoosh"]
WORLD = [post(n, f"arbre chêne mot{n} " * 20, f"Titre {n}") for n in range(300)]


@pytest.fixture(params=EMBEDDED)
def embedded(request: pytest.FixtureRequest, make_engine: Callable[[str], Engine]) -> Desk:
    desk = Desk(make_engine(request.param))
    desk.hold(*WORLD[:250])
    desk.engine.put(WORLD[250:])
    assert desk.keys("mot7") == {7}
    return desk


def files_of(folder: Path) -> list[Path]:
    """Return the files that hold something; a lock does not."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if path.stat().st_size]


def test_nothing_was_built_yet(make_engine: Callable[[str], Engine], tmp_path: Path) -> None:
    for name in EMBEDDED:
        engine = make_engine(name)
        with pytest.raises(IndexDamagedError):
            engine.size()
        with pytest.raises(IndexDamagedError):
            engine.put([post(1, "arbre")])
        with pytest.raises(IndexDamagedError):
            engine.find(Question("arbre", PLACES))
        assert not engine.is_sound()
        shutil.rmtree(tmp_path / "engine", ignore_errors=True)


def assert_heals(desk: Desk) -> None:
    assert not desk.engine.is_sound()
    desk.hold(*WORLD)
    assert desk.engine.is_sound()
    assert desk.keys("mot7") == {7}


@pytest.mark.parametrize("how", ["deleted", "emptied", "cut", "overwritten"])
def test_damage_to_every_file_is_told_and_healed(embedded: Desk, tmp_path: Path, how: str) -> None:
    for number, _file in enumerate(files_of(tmp_path / "engine")):
        path = files_of(tmp_path / "engine")[number]
        content = path.read_bytes()
        if how == "deleted":
            path.unlink()
        else:
            damaged = {
                "emptied": b"",
                "cut": content[: len(content) // 3],
                "overwritten": b"\xff" * len(content),
            }
            path.write_bytes(damaged[how])

        with pytest.raises(IndexDamagedError):
            embedded.find("arbre")
        assert_heals(embedded)
        embedded.engine.put(WORLD[:1])


@pytest.mark.parametrize("seed", range(10))
def test_flipped_bits_end_in_an_answer_or_in_a_plain_word(
    embedded: Desk, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for path in files_of(tmp_path / "engine"):
        content = bytearray(path.read_bytes())
        for _ in range(max(20, len(content) // 500)):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)

    for words in ("arbre", "mot7", '"arbre chêne"', "mto7", "inconnu"):
        try:
            embedded.find(words)
        except IndexDamagedError:
            continue
    assert_heals(embedded)


def test_readers_go_on_during_rebuilds(embedded: Desk, tmp_path: Path) -> None:
    """Four readers ask without a pause while the index is replaced and written ten times."""
    done = threading.Event()
    answers: list[set[int]] = []
    wrong: list[BaseException] = []

    def read() -> None:
        while not done.is_set():
            try:
                answers.append(embedded.keys("mot7"))
            except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
                wrong.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for _ in range(10):
        embedded.hold(*WORLD[:50])
        embedded.engine.put(WORLD[50:60])
    done.set()
    for reader in readers:
        reader.join()

    assert wrong == []
    assert len(answers) > 10
    assert set(map(frozenset, answers)) == {frozenset({7})}
    assert len({path.name.split("-")[1] for path in (tmp_path / "engine").glob("index-*")}) == 1


def test_another_version_of_the_analysis_needs_another_index(
    embedded: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.search.analysis.VERSION", 999)
    fresh = type(embedded.engine)(embedded.engine.files.folder)  # type: ignore[attr-defined, call-arg]

    with pytest.raises(IndexDamagedError):
        fresh.find(Question("arbre", PLACES))
    assert not fresh.is_sound()


def test_what_a_broken_rebuild_left_is_swept_up(embedded: Desk, tmp_path: Path) -> None:
    (tmp_path / "engine" / "index-left").mkdir()
    (tmp_path / "engine" / "index-over-wal").write_bytes(b"x")

    embedded.hold(*WORLD[:5])

    assert not list((tmp_path / "engine").glob("index-left"))
    assert not list((tmp_path / "engine").glob("index-over*"))
