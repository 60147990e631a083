"""XML inside zip archives, read piece by piece: no tree is built, so nothing can grow.

An office document is made by a stranger. Its entities are forbidden, and depth, size and the length
of a single tag are bounded.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from resources.files.reading.gathering import MOST_UNPACKED, DamagedError, EnoughReadError, Words

_PIECE = 64 * 1024
_DEEPEST = 500
_LONGEST_TAG = 4 * 1024 * 1024
_USUAL = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others may ask for gigabytes of memory


@dataclass(frozen=True, slots=True)
class Marks:
    """Which elements hold words, end a line, stand for a blank, or hide what they hold."""

    words: frozenset[str]
    lines: frozenset[str]
    blanks: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


class Archive:
    """The members of a zip archive; together they may unpack to ``MOST_UNPACKED``."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._left = MOST_UNPACKED
        self.names = archive.namelist()

    def read_words(self, name: str, marks: Marks, words: Words) -> None:
        """Read the words of an XML member; one that is not there has none."""
        if name not in self.names:
            return
        target = _Listener(marks, words)
        parser = DefusedXMLParser(target=target)
        silent = heard = 0
        for piece in self._pieces(name):
            parser.feed(piece)
            words.breathe()
            silent = silent + len(piece) if target.heard == heard else 0
            heard = target.heard
            if silent > _LONGEST_TAG:
                raise DamagedError("a tag that does not end")
        parser.close()

    def _pieces(self, name: str) -> Iterator[bytes]:
        member = self._archive.getinfo(name)
        if member.compress_type not in _USUAL:
            raise DamagedError("an unusual compression")
        with self._archive.open(member) as file:
            while piece := file.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise EnoughReadError(f"more than {MOST_UNPACKED} bytes unpacked")
                yield piece


@contextmanager
def opened(stream: IO[bytes]) -> Iterator[Archive]:
    """Open an archive; whatever is wrong with it or with its XML becomes ``DamagedError``."""
    try:
        with zipfile.ZipFile(stream) as archive:
            yield Archive(archive)
    # RuntimeError: a password is wanted. The others: what damaged bytes lead zipfile to.
    except (
        zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException,
        RuntimeError, NotImplementedError, OSError, EOFError, ValueError, LookupError,
    ) as error:  # fmt: skip
        raise DamagedError(str(error) or type(error).__name__) from error


class _Listener:
    """Hears the parser and passes on what is a word."""

    def __init__(self, marks: Marks, words: Words) -> None:
        self.marks = marks
        self.add: Callable[[str], None] = words.add
        self.heard = self.depth = self.inside = self.hidden = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.heard += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise DamagedError("nested too deep")
        name = tag.rpartition("}")[2]
        if self.hidden or name in self.marks.hidden:
            self.hidden += 1
        elif name in self.marks.words:
            self.inside += 1
        elif name in self.marks.blanks:
            self.add(" ")

    def data(self, piece: str) -> None:
        self.heard += 1
        if self.inside and not self.hidden:
            self.add(piece)

    def end(self, tag: str) -> None:
        self.depth -= 1
        name = tag.rpartition("}")[2]
        if self.hidden:
            self.hidden -= 1
            return
        if name in self.marks.words:
            self.inside -= 1
        if name in self.marks.lines:
            self.add("\n")

    def close(self) -> None:
        """End; the parser asks for it."""
