"""The files of a zip archive made by a stranger: listed within bounds, read one by one, never unpacked to disk."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from resources.library.bulk.entries import (
    MOST_BYTES,
    Entry,
    LeftOutError,
    NotABundleError,
    Problem,
    is_litter,
)

MOST_ENTRIES = 1000
MOST_UNPACKED = 500 * 2**20
_MOST_LISTED = 2**20  # bytes of the list of entries: zipfile would read it whole, and believe it
_END, _END_OF_LARGE = b"PK\5\6", b"PK\6\7"
_END_SIZE, _LOCATOR_SIZE, _LONGEST_COMMENT = 22, 20, 65_535
_SIZE_OF_LIST = 12  # where in the end it stands
_ENCRYPTED = 0x1 | 0x40
_USUAL = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the others may ask for gigabytes of memory
_DAMAGES = (  # RuntimeError: a password is wanted; the others: what damaged archives lead zipfile to
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError,
    OSError, EOFError, ValueError, LookupError, struct.error,
)  # fmt: skip
Reason = NotABundleError.Reason


@contextmanager
def opened(stream: BinaryIO) -> Iterator[list[Entry]]:
    """List an archive's files, which may be read until this ends. Raises ``NotABundleError``."""
    _require_short_list(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except _DAMAGES as error:
        raise NotABundleError(Reason.NO_ZIP) from error
    with archive:
        members = [
            member
            for member in archive.infolist()
            if not member.is_dir() and not is_litter(member.filename)
        ]
        if not members:
            raise NotABundleError(Reason.EMPTY)
        if len(members) > MOST_ENTRIES:
            raise NotABundleError(Reason.TOO_MANY)
        if sum(member.file_size for member in members) > MOST_UNPACKED:
            raise NotABundleError(Reason.TOO_MUCH)
        entries = [_entry(archive, member) for member in members]
        yield sorted(entries, key=lambda entry: entry.name)


def _require_short_list(stream: BinaryIO) -> None:
    """Look at the end before zipfile reads the whole list: a million entries take its memory."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_SIZE))
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + _END_SIZE:
        raise NotABundleError(Reason.NO_ZIP)
    (listed,) = struct.unpack_from("<I", tail, place + _SIZE_OF_LIST)
    # The large format is for more entries and bytes than we take; it would hide the true size.
    is_large = tail[max(0, place - _LOCATOR_SIZE) :].startswith(_END_OF_LARGE)
    if is_large or listed > _MOST_LISTED:
        raise NotABundleError(Reason.TOO_MANY)


def _entry(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Entry:
    reader = partial(_read, archive, member)
    return Entry(member.filename, member.file_size, reader, _flaw(member))


def _flaw(member: zipfile.ZipInfo) -> Problem | None:
    name = member.filename.replace("\\", "/")
    leaves = ".." in PurePosixPath(name).parts or PureWindowsPath(name).anchor
    if leaves:
        return Problem.OUTSIDE
    if stat.S_ISLNK(member.external_attr >> 16):
        return Problem.LINK
    if member.flag_bits & _ENCRYPTED:
        return Problem.ENCRYPTED
    return None if member.compress_type in _USUAL else Problem.PACKING


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as file:
            content = file.read(MOST_BYTES + 1)
    except _DAMAGES as error:
        raise LeftOutError(Problem.UNREADABLE) from error
    if len(content) > MOST_BYTES:
        raise LeftOutError(Problem.TOO_LARGE)
    return content
