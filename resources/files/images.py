"""Images are painted anew from their pixels, and made smaller where they are too heavy."""

import io
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from resources.files.kinds import IMAGES
from resources.files.refusals import FileRefused, not_what_it_says

MAX_PIXELS = 40_000_000
LARGE = 16_000_000  # pixels; measured, to write 40 million as WebP takes over 5 s
LONG_SIDE = 3_000  # of a picture that was large or heavy: sharp on every screen


def clean_image(content: bytes, ending: str, name: str) -> bytes:
    """Paint an image anew, upright and no heavier than ``IMAGE_MAX_BYTES``.

    What was not a pixel stays behind.
    """
    wanted = IMAGES[ending][0]
    try:
        with Image.open(io.BytesIO(content), formats=[wanted]) as image:
            pixels = image.width * image.height
            if pixels > MAX_PIXELS:
                text = _("“%(name)s” has more than 40 million pixels.")
                raise FileRefused(text % {"name": name})
            if pixels > LARGE or len(content) > settings.IMAGE_MAX_BYTES:
                image.draft(None, (LONG_SIDE, LONG_SIDE))  # a JPEG is read smaller at once
                image.thumbnail((LONG_SIDE, LONG_SIDE))
            return _light(_bare(ImageOps.exif_transpose(image)), wanted)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise not_what_it_says(name) from error


def _bare(image: Image.Image) -> Image.Image:
    """Copy the pixels only: place, camera and comments stay behind."""
    bare = Image.new(image.mode, image.size)
    if image.mode == "P":
        bare.putpalette(image.getpalette() or [])
    bare.paste(image)
    return bare


def _light(image: Image.Image, wanted: str) -> bytes:
    options: dict[str, Any] = {} if wanted == "PNG" else {"quality": 85}
    while True:
        target = io.BytesIO()
        image.save(target, wanted, **options)
        excess = target.tell() / settings.IMAGE_MAX_BYTES
        if excess <= 1:
            return target.getvalue()
        share = 0.95 / excess**0.5
        image.thumbnail((image.width * share, image.height * share))
