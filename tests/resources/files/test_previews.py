"""The small copies of pictures: there from the start, or made when an old picture is asked for."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.test import RequestFactory

from forums.spaces.models import Attachment
from resources.files import previews
from resources.files.pictures import HEAVIEST, smaller
from resources.files.previews import PREVIEW_WIDTH, has_preview, keep_preview
from resources.files.serving import preview
from tests.resources.files.contents import noise

Old = Callable[..., Attachment]


@pytest.fixture
def old(settings: Any, tmp_path: Path) -> Old:
    """Return a way to have a picture as it was stored before there were small copies."""
    settings.MEDIA_ROOT = tmp_path

    def stored(content: bytes | None = None) -> Attachment:
        content = noise("JPEG", (800, 600)) if content is None else content
        facts = {"key": "a" * 32, "name": "photo.jpg", "content_type": "image/jpeg"}
        file = Attachment(size=max(len(content), HEAVIEST + 1), **facts)
        file.file.save("photo.jpg", ContentFile(content), save=False)
        return file

    return stored


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often a picture is painted."""
    widths: list[int] = []

    def paint(content: bytes, width: int) -> bytes:
        widths.append(width)
        return smaller(content, width)

    monkeypatch.setattr(previews, "smaller", paint)
    return widths


def files_in(folder: Any) -> list[str]:
    return sorted(str(path.name) for path in Path(folder).rglob("*") if path.is_file())


def test_an_old_picture_gets_its_small_copy_when_it_is_asked_for(
    old: Old, painted: list[int]
) -> None:
    file = old()
    path = Path(file.file.storage.path(file.preview_path))
    assert not path.exists()

    assert has_preview(file)
    assert has_preview(file)

    assert painted == [PREVIEW_WIDTH]
    assert path.stat().st_size <= HEAVIEST < file.size


def test_many_who_ask_at_once_cause_one_painting(
    old: Old, painted: list[int], settings: Any
) -> None:
    file = old()

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(has_preview, [file] * 8))

    assert answers == [True] * 8
    assert painted == [PREVIEW_WIDTH]
    assert len(files_in(settings.MEDIA_ROOT)) == 2


def test_two_processes_that_paint_the_same_leave_one_copy(old: Old, settings: Any) -> None:
    file, content = old(), noise("JPEG", (800, 600))
    keep_preview(file, content)
    first = files_in(settings.MEDIA_ROOT)

    keep_preview(file, content)

    assert files_in(settings.MEDIA_ROOT) == first
    assert len(first) == 2


@pytest.mark.parametrize("content", [b"words", noise("JPEG", (800, 600))[:2000], b""])
def test_a_damaged_picture_has_none_and_is_not_tried_again_and_again(
    old: Old, painted: list[int], content: bytes
) -> None:
    file = old(content)

    assert [has_preview(file), has_preview(file)] == [False, False]
    assert painted == [PREVIEW_WIDTH]
    with pytest.raises(Http404):
        preview(RequestFactory().get("/"), file)


def test_a_picture_whose_bytes_are_gone_has_none(old: Old) -> None:
    file = old()
    file.file.storage.delete(file.file.name)

    assert not has_preview(file)


def test_a_picture_of_too_many_pixels_is_not_painted(
    old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.files.pictures.MAX_PIXELS", 800 * 600 - 1)

    assert not has_preview(old())


@pytest.fixture
def _others_wait(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(previews, "SECONDS_TO_WAIT", 0)
    with previews._brush:
        yield


@pytest.mark.usefixtures("_others_wait")
def test_who_comes_when_too_many_wait_is_asked_to_come_again(old: Old) -> None:
    answer = preview(RequestFactory().get("/"), old())

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
