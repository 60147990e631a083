"""Small copies of pictures stay within the weight of a page."""

import io

import pytest
from PIL import Image

from resources.files.pictures import HEAVIEST, smaller
from tests.resources.files.contents import noise, picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("size", [(1600, 1200), (300, 2400), (2400, 40), (200, 100)])
def test_a_copy_is_small_and_keeps_its_shape(kind: str, size: tuple[int, int]) -> None:
    copy = smaller(noise(kind, size), 640)

    with Image.open(io.BytesIO(copy)) as image:
        assert image.format == "WEBP"
        assert image.width <= 640
        assert image.height <= 960
        assert image.width / image.height == pytest.approx(size[0] / size[1], rel=0.1)
    assert len(copy) <= HEAVIEST == 28 * 1024


def test_a_small_picture_is_not_blown_up() -> None:
    assert Image.open(io.BytesIO(smaller(picture("PNG", (80, 60)), 640))).size == (80, 60)


def test_what_can_be_seen_through_still_can() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (900, 900), (0, 0, 0, 0)).save(target, "PNG")

    with Image.open(io.BytesIO(smaller(target.getvalue(), 640))) as image:
        assert image.convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]  # four bands


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_way_to_keep_colours_is_understood(mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (800, 800)).save(target, "JPEG" if mode == "CMYK" else "PNG")

    assert Image.open(io.BytesIO(smaller(target.getvalue(), 640))).size == (640, 640)


def test_what_is_no_picture_is_an_error() -> None:
    with pytest.raises(OSError, match="cannot identify"):
        smaller(b"words", 640)
