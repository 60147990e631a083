"""A sheet (CSV) that says of files what they are called and what they are, in French or in English."""

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath
from typing import Any

from resources.files.reading.plain import decoded
from resources.library.bulk.entries import Entry, LeftOutError
from resources.library.choices import LINKED, Kind
from resources.library.fields import LONGEST_TAG, MOST_TAGS, squeezed
from resources.search.analysis import fold

MOST_BYTES = 2**20
MOST_ROWS = 5000
LONGEST_TITLE = 200
_COLUMNS = {
    "file": ("file", "filename", "file name", "fichier", "nom du fichier"),
    "title": ("title", "titre"),
    "tags": ("tags", "etiquettes", "mots-cles", "mots cles"),
    "language": ("language", "langue"),
    "kind": ("kind", "type", "genre", "sorte"),
}
_LANGUAGES = {
    "fr": ("fr", "francais", "french"),
    "en": ("en", "anglais", "english"),
}
_KINDS = {
    Kind.GUIDE: ("guide",),
    Kind.CASE: ("case", "cas"),
    Kind.PRACTICE: ("practice", "good practice", "bonne pratique", "pratique"),
    Kind.TOOL: ("tool", "template", "tool or template", "outil", "modele", "outil ou modele"),
    Kind.MINUTES: ("minutes", "compte rendu", "compte-rendu"),
    Kind.QUESTION: ("question", "question and answer", "question et reponse"),
    Kind.LINK: ("link", "lien"),
    Kind.VIDEO: ("video", "video link", "lien video"),
}


class Flaw(Enum):
    """What is wrong with one row."""

    KIND = auto()
    ADDRESS = auto()
    LANGUAGE = auto()
    TITLE = auto()
    TAGS = auto()
    TWICE = auto()
    ABSENT = auto()


class NotASheetError(Exception):
    """This is no sheet about files."""

    class Reason(Enum):
        """What it lacks, or has too much of."""

        NO_FILE_COLUMN = auto()
        UNREADABLE = auto()
        TOO_LONG = auto()

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """What a sheet says of one file; what it leaves open is empty."""

    line: int
    file: str
    title: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    kind: str = ""
    flaw: Flaw | None = None


def read_sheet(content: bytes) -> list[Row]:
    """Read a sheet with commas, semicolons or tabs. Raises ``NotASheetError``."""
    if len(content) > MOST_BYTES:
        raise NotASheetError(NotASheetError.Reason.TOO_LONG)
    text = decoded(content).lstrip("\ufeff\r\n")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        columns = _columns(next(reader, []))
        rows = [
            _row(reader.line_num, dict(zip(columns, cells, strict=False)))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise NotASheetError(NotASheetError.Reason.UNREADABLE) from error
    if len(rows) > MOST_ROWS:
        raise NotASheetError(NotASheetError.Reason.TOO_LONG)
    return rows


def set_sheet_apart(entries: list[Entry]) -> tuple[list[Entry], list[Row]]:
    """Find the sheet that lies at the top, if there is one, and the files that it may be about."""
    top = min(len(PurePosixPath(entry.name).parts) for entry in entries)
    for entry in entries:
        path = PurePosixPath(entry.name)
        if len(path.parts) == top and path.suffix.lower() == ".csv":
            try:
                rows = read_sheet(entry.content())
            except (NotASheetError, LeftOutError):
                continue  # it is a file like the others
            return [other for other in entries if other is not entry], rows
    return entries, []


def matched(rows: Iterable[Row], names: Iterable[str]) -> tuple[dict[str, Row], list[Row]]:
    """Give each file its row; return too the rows that speak of no file, or of one again."""
    ends = defaultdict(list)
    for name in names:
        parts = _key(name).split("/")
        for start in range(len(parts)):
            ends["/".join(parts[start:])].append((start, name))
    found: dict[str, Row] = {}
    odd = []
    for row in rows:
        meant = _only(ends.get(_key(row.file), ()))
        if meant is None or meant in found:
            odd.append(Row(row.line, row.file, flaw=Flaw.TWICE if meant else Flaw.ABSENT))
        else:
            found[meant] = row
    return found, odd


def _only(named: Iterable[tuple[int, str]]) -> str | None:
    """Take the file that bears the whole name, or the only one that ends so."""
    ranked = sorted(named)
    if len(ranked) == 1 or (ranked and ranked[0][0] == 0):
        return ranked[0][1]
    return None


def _key(name: str) -> str:
    """Spell a name as every system does: macOS takes accents apart, Windows turns slashes."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").casefold()
    return plain.strip().removeprefix("./").strip("/")


def _plain(word: str) -> str:
    return fold(squeezed(word).lower().replace("’", "'"))


def _columns(header: list[str]) -> list[str]:
    known = {word: name for name, words in _COLUMNS.items() for word in words}
    columns = [known.get(_plain(cell), "") for cell in header]
    if "file" not in columns:
        raise NotASheetError(NotASheetError.Reason.NO_FILE_COLUMN)
    return columns


def _row(line: int, cells: Mapping[str, str]) -> Row:
    said = {name: squeezed(cells.get(name, "")) for name in _COLUMNS}
    tags = _tags(said["tags"])
    kind = _known(_KINDS, said["kind"])
    language = _known(_LANGUAGES, said["language"])
    checks = (
        (Flaw.KIND, said["kind"] and not kind),
        (Flaw.ADDRESS, kind in LINKED),
        (Flaw.LANGUAGE, said["language"] and not language),
        (Flaw.TITLE, len(said["title"]) > LONGEST_TITLE),
        (Flaw.TAGS, len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags)),
    )
    flaw = next((flaw for flaw, holds in checks if holds), None)
    return Row(line, said["file"], said["title"], tags, language, kind, flaw)


def _tags(said: str) -> tuple[str, ...]:
    names = (squeezed(name) for name in said.replace(";", ",").replace("|", ",").split(","))
    once = {name.casefold(): name for name in names if name}
    return tuple(once.values())


def _known(values: Mapping[Any, tuple[str, ...]], said: str) -> str:
    plain = _plain(said)
    return next((str(value) for value, words in values.items() if plain in words), "")
