"""The files of the Whoosh engine: what is in them, how they are written, and that they are whole.

Whoosh never changes a file it has written, and notices nothing when somebody else does. So beside
its files lies a list of their checksums; whoever opens the index compares.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.formats import Positions
from whoosh.index import create_in, open_dir
from whoosh.reading import IndexReader
from whoosh.writing import CLEAR, IndexWriter

from resources.search import analysis
from resources.search.engine import Document, IndexDamagedError, Thing
from resources.search.engines.shelves import Shelf, joined_tags, shelf_of
from resources.search.engines.suggestion import memorable

SUMS = "sums.json"
LARGE = 1_000  # documents that are worth a segment of their own
MEGABYTES = 128
NOTES = "notes"


class Analysed(fields.FieldType):
    """Terms with their positions, ready made: Whoosh's own pipeline would take half an hour."""

    format = Positions()
    analyzer = None
    scorable = True

    def __init__(self) -> None:
        super().__init__(self.format, None, scorable=True)

    def index(
        self, value: Sequence[str], **_kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        places = defaultdict(list)
        for place, term in enumerate(value):
            places[term].append(place)
        for term, where in places.items():
            yield term.encode(), len(where), float(len(where)), self.format.encode(where)


def schema() -> fields.Schema:
    """Return the fields of documents and of notes, which hold what many documents share."""
    return fields.Schema(
        title=Analysed(),
        body=Analysed(),
        thing=fields.ID(),
        shelf=fields.COLUMN(NumericColumn("i")),
        author=fields.COLUMN(NumericColumn("i")),
        day=fields.COLUMN(NumericColumn("i")),
        tags=fields.COLUMN(VarBytesColumn()),
        words=fields.ID(),
        kept=fields.STORED(),
    )


def create(folder: Path, documents: Iterable[Document]) -> int:
    """Write a new index in a new folder."""
    folder.mkdir()
    writer = create_in(folder, schema()).writer(limitmb=MEGABYTES)
    again: dict[Thing, Document] = {}
    try:
        Batch(writer, {}).put(_first_of_each(documents, again))
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=CLEAR)
    sign(folder)
    if again:  # Whoosh replaces only what was committed
        change(folder, list(again.values()), again)
    with open_dir(folder).reader() as reader:
        return size(reader)


def _first_of_each(
    documents: Iterable[Document], again: dict[Thing, Document]
) -> Iterator[Document]:
    """Yield one document of each thing; those that come again are put aside."""
    met: set[Thing] = set()
    for document in documents:
        if document.thing in met:
            again[document.thing] = document
        else:
            met.add(document.thing)
            yield document


def change(folder: Path, documents: Sequence[Document], gone: Collection[Thing]) -> int:
    """Put documents and take out things, in one commit; return how many were there to take out."""
    index = open_dir(folder)
    with index.reader() as reader:
        shelves = {shelf: number for number, shelf in shelves_of(reader).items()}
    writer = index.writer(limitmb=MEGABYTES)
    try:
        taken = sum(writer.delete_by_term("thing", key_of(thing)) for thing in gone)
        Batch(writer, shelves).put(documents)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=len(documents) < LARGE)
    sign(folder)
    return taken


class Batch:
    """Hands documents to an open writer, and notes what they share."""

    def __init__(self, writer: IndexWriter, shelves: dict[Shelf, int]) -> None:
        self.writer = writer
        self.shelves = shelves
        self.words: set[str] = set()

    def put(self, documents: Iterable[Document]) -> None:
        known = len(self.shelves)
        for document in documents:
            self._add(document)
        if self.words:
            new = list(self.shelves)[known:]
            self.writer.add_document(
                thing=NOTES, words=sorted(memorable(self.words)), shelf=-1, kept=(known, new)
            )

    def _add(self, document: Document) -> None:
        document, title, body = analysis.words_of(document)
        shelf = shelf_of(document)
        self.words.update(title, body)
        self.writer.add_document(
            title=analysis.terms(title, document.language),
            body=analysis.terms(body, document.language),
            thing=key_of(document.thing),
            shelf=self.shelves.setdefault(shelf, len(self.shelves)),
            author=document.author_id or 0,
            day=document.written_at.date().toordinal() if document.written_at else 0,
            tags=joined_tags(document).encode(),
            kept=(document.thing.key, " ".join([*title, *body])),
        )


def key_of(thing: Thing) -> str:
    return f"{thing.kind}:{thing.key}"


def shelves_of(reader: IndexReader) -> dict[int, Shelf]:
    """Return the shelves by number, as the notes tell them."""
    shelves: dict[int, Shelf] = {}
    for note in notes_of(reader):
        first, new = reader.stored_fields(note)["kept"]
        shelves.update(enumerate((Shelf(*shelf) for shelf in new), first))
    return shelves


def notes_of(reader: IndexReader) -> list[int]:
    if ("thing", NOTES) not in reader:
        return []
    return list(reader.postings("thing", NOTES).all_ids())


def size(reader: IndexReader) -> int:
    """Return how many documents there are beside the notes."""
    return int(reader.doc_count()) - len(notes_of(reader))


def sign(folder: Path) -> None:
    """Write down what the files must be, and forget those that are no longer there."""
    known = sums_of(folder, missing_ok=True)
    sums = {
        path.name: known.get(path.name) or checksum(path)
        for path in folder.iterdir()
        if path.suffix in {".seg", ".toc"}
    }
    new = folder / "sums.new"
    new.write_text(json.dumps({"version": analysis.VERSION, "files": sums}), "ascii")
    new.replace(folder / SUMS)


def sums_of(folder: Path, *, missing_ok: bool = False) -> dict[str, list[int]]:
    """Return size and checksum by name of file."""
    path = folder / SUMS
    if missing_ok and not path.exists():
        return {}
    signed = json.loads(path.read_text("ascii"))
    if signed["version"] != analysis.VERSION:
        raise IndexDamagedError("the index was made by another version of the analysis")
    files: dict[str, list[int]] = signed["files"]
    return files


def checksum(path: Path) -> list[int]:
    content = path.read_bytes()
    return [len(content), zlib.crc32(content)]


Mark = tuple[int, int, int] | None


def mark_of(path: Path) -> Mark:
    """Return what changes with a file, and costs nothing to look at."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4096)
def _checksum_at(path: Path, _mark: Mark) -> list[int]:
    return checksum(path)


def require_sound(folder: Path, *, afresh: bool = False) -> None:
    """Compare files with what was written. Raises ``IndexDamagedError``.

    Those of a commit under way are not listed yet, or not there any more; and what was read once is
    read again only ``afresh`` or if it looks changed.
    """
    for name, written in sums_of(folder).items():
        path = folder / name
        if mark := mark_of(path):
            found = checksum(path) if afresh else _checksum_at(path, mark)
            if found != written:
                raise IndexDamagedError(f"{name} is not what was written")
