"""The words of a file, for the search: bounded, and never an error."""

import logging
from collections.abc import Callable
from typing import IO

from resources.files.kinds import HTML, PDF, TEXTS, ZIPPED
from resources.files.reading.gathering import DamagedError, EnoughReadError, Words
from resources.files.reading.offices import (
    read_document,
    read_open_document,
    read_sheets,
    read_slides,
)
from resources.files.reading.pdfs import read_pdf
from resources.files.reading.plain import read_plain
from resources.files.reading.webpages import read_webpage

logger = logging.getLogger(__name__)

Reader = Callable[[IO[bytes], Words], None]
READERS: dict[str, Reader] = {
    PDF: read_pdf,
    HTML: read_webpage,
    **dict.fromkeys(TEXTS.values(), read_plain),
    ZIPPED[".docx"]: read_document,
    ZIPPED[".pptx"]: read_slides,
    ZIPPED[".xlsx"]: read_sheets,
    **dict.fromkeys((ZIPPED[".odt"], ZIPPED[".ods"], ZIPPED[".odp"]), read_open_document),
}


def text_of(content_type: str, stream: IO[bytes]) -> str:
    """Return the words of a file, at most a million characters of them.

    A damaged file gives what could be read, often nothing, and a warning in the log; a kind without
    words gives nothing. Takes seconds for a long PDF: to be called in the background.
    """
    reader = READERS.get(content_type)
    if reader is None:
        return ""
    words = Words()
    try:
        reader(stream, words)
    except EnoughReadError as reason:
        logger.info("Reading a %s stopped early: %s", content_type, reason)
    except DamagedError as reason:
        logger.warning("A %s cannot be read whole: %s", content_type, reason)
    return str(words)
