"""Words of plain text, whatever its encoding."""

import codecs
from typing import IO

from resources.files.reading.gathering import MOST_CHARACTERS, Words

MOST_BYTES = 4 * MOST_CHARACTERS  # no encoding takes more for the characters that are kept
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain(stream: IO[bytes], words: Words) -> None:
    """Read text of any of the encodings that people's programs write."""
    words.add(decoded(stream.read(MOST_BYTES)))


def decoded(content: bytes) -> str:
    """Decode by the mark at the beginning, as UTF-8, or as old Windows programs wrote."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        # The cut at the end may go through a character.
        return codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
