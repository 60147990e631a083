"""Office documents are zip archives: looked into before they are kept."""

import io
import zipfile
import zlib

from resources.files.kinds import ZIPPED
from resources.files.refusals import not_what_it_says

MAX_UNPACKED = 200 * 1024 * 1024
_LIST = "[Content_Types].xml"
_FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
_MOST_OF_LIST = 1024 * 1024
_MACROS = (b"vbaproject", b"macroenabled")
_OPEN_MACROS = ("Basic/", "Scripts/")


def require_document(content: bytes, ending: str, name: str) -> None:
    """Raise ``FileRefused`` for another kind, for macros, and for what unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            is_open = ending.startswith(".od")
            fits = (_is_open if is_open else _is_office)(archive, ending)
    # RuntimeError: a password is wanted. The others: what damaged archives lead zipfile to.
    except (
        zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError,
        OSError, EOFError, ValueError, LookupError,
    ) as error:  # fmt: skip
        raise not_what_it_says(name) from error
    if not fits or unpacked > MAX_UNPACKED:
        raise not_what_it_says(name)


def _is_office(archive: zipfile.ZipFile, ending: str) -> bool:
    names = archive.namelist()
    if not any(name.startswith(_FOLDERS[ending]) for name in names):
        return False
    with archive.open(_LIST) as file:
        # The part with the macros may have any name; the list says what it is.
        listed = file.read(_MOST_OF_LIST).replace(b"\0", b"").lower()
    said = "\n".join(names).lower().encode() + listed
    return not any(mark in said for mark in _MACROS)


def _is_open(archive: zipfile.ZipFile, ending: str) -> bool:
    with archive.open("mimetype") as file:
        kind = file.read(len(ZIPPED[ending]) + 1).strip()
    has_macros = any(name.startswith(_OPEN_MACROS) for name in archive.namelist())
    return kind == ZIPPED[ending].encode() and not has_macros
