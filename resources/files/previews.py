"""The small copy of a picture: made when it is stored, else when it is first asked for."""

import logging
import threading

from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image

from resources.files.models import StoredFile
from resources.files.pictures import HEAVIEST, smaller

logger = logging.getLogger(__name__)

PREVIEW_WIDTH = 640  # twice what a page shows, for fine screens
SECONDS_TO_WAIT = 5
SECONDS_BETWEEN_TRIES = 3600  # a damaged picture is not painted again and again

_brush = threading.Lock()  # one picture at a time: painting takes a core and up to 200 MB


class PreviewBusy(Exception):  # noqa: N818 -- no error: it will be there in a moment
    """Too many pictures are being painted just now."""


def keep_preview(file: StoredFile, content: bytes) -> None:
    """Store the small copy of a picture; one that is light enough needs none."""
    if not file.is_picture or file.size <= HEAVIEST:
        return
    storage = file.file.storage
    kept = storage.save(file.preview_path, ContentFile(smaller(content, PREVIEW_WIDTH)))
    if kept != file.preview_path:  # another process was faster
        storage.delete(kept)


def has_preview(file: StoredFile) -> bool:
    """Tell whether a heavy picture has its small copy, and make it for one that is older.

    Raises ``PreviewBusy`` when others are waiting for theirs too long already.
    """
    storage = file.file.storage
    if storage.exists(file.preview_path):
        return True
    failed = f"no-preview:{file.key}"
    if cache.get(failed):
        return False
    if not _brush.acquire(timeout=SECONDS_TO_WAIT):
        raise PreviewBusy
    try:
        if not storage.exists(file.preview_path):
            with storage.open(file.file.name or "", "rb") as whole:
                keep_preview(file, whole.read())
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        logger.exception("There is no small copy of %s", file.file.name)
        cache.set(failed, 1, SECONDS_BETWEEN_TRIES)
        return False
    finally:
        _brush.release()
    return True
