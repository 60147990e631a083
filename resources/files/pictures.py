"""Small copies of pictures for pages: a page that shows one stays light."""

import io

from PIL import Image

from resources.files.images import MAX_PIXELS

HEAVIEST = 28 * 1024
_QUALITIES = (75, 60, 45)


def smaller(content: bytes, width: int) -> bytes:
    """Return a WebP at most that wide, half as high again, and of ``HEAVIEST`` bytes.

    Raises ``OSError`` for what is no picture, or too large a one.
    """
    with Image.open(io.BytesIO(content)) as image:
        if image.width * image.height > MAX_PIXELS:
            raise OSError("more pixels than memory is for")
        image.draft(None, (2 * width, 2 * width))
        picture = image.convert("RGBA" if image.has_transparency_data else "RGB")
    box = (width, width * 3 // 2)
    while True:
        picture.thumbnail(box)
        for quality in _QUALITIES:
            target = io.BytesIO()
            picture.save(target, "WEBP", quality=quality)
            if target.tell() <= HEAVIEST:
                return target.getvalue()
        box = (picture.width * 3 // 4, picture.height * 3 // 4)
