"""Words of office documents: which parts of the archive are read, and which elements hold words."""

import re
from collections.abc import Iterable
from typing import IO

from resources.files.reading.archives import Marks, opened
from resources.files.reading.gathering import Words

# A document may hold the same words twice: for new readers, and as a fallback for old ones.
_HIDDEN = frozenset({"Fallback"})
_WORD = Marks(frozenset({"t"}), frozenset({"p"}), frozenset({"tab", "br", "cr"}), _HIDDEN)
_SHEET = Marks(frozenset({"t"}), frozenset({"si", "is"}), hidden=frozenset({"rPh"}))
# What was deleted and is still tracked is kept in the file, and is nobody's business.
_OPEN = Marks(
    frozenset({"p", "h"}), frozenset({"p", "h"}), frozenset({"s", "tab", "line-break"}),
    frozenset({"tracked-changes", "annotation", "script"}),
)  # fmt: skip
_NUMBER = re.compile(r"(\d{1,9})\.xml$")


def read_document(stream: IO[bytes], words: Words) -> None:
    """Read a DOCX: its text, then its notes."""
    parts = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
    _read(stream, _WORD, words, parts)


def read_slides(stream: IO[bytes], words: Words) -> None:
    """Read a PPTX: slide by slide, then what the speaker noted."""
    with opened(stream) as archive:
        for folder in ("ppt/slides/slide", "ppt/notesSlides/notesSlide"):
            for name in _in_order(archive.names, folder):
                archive.read_words(name, _WORD, words)


def read_sheets(stream: IO[bytes], words: Words) -> None:
    """Read an XLSX: the texts of its cells; bare numbers are not searched for."""
    with opened(stream) as archive:
        archive.read_words("xl/sharedStrings.xml", _SHEET, words)
        for name in _in_order(archive.names, "xl/worksheets/sheet"):
            archive.read_words(name, _SHEET, words)


def read_open_document(stream: IO[bytes], words: Words) -> None:
    """Read an ODT, ODS or ODP."""
    _read(stream, _OPEN, words, ["content.xml"])


def _read(stream: IO[bytes], marks: Marks, words: Words, names: Iterable[str]) -> None:
    with opened(stream) as archive:
        for name in names:
            archive.read_words(name, marks, words)


def _in_order(names: Iterable[str], beginning: str) -> list[str]:
    numbered = {
        int(found.group(1)): name
        for name in names
        if name.startswith(beginning) and (found := _NUMBER.search(name))
    }
    return [name for _number, name in sorted(numbered.items())]
