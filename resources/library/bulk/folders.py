"""The files of a folder and of the folders in it."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from resources.library.bulk.entries import Entry, LeftOutError, NotABundleError, Problem, is_litter


def entries_of(folder: Path) -> list[Entry]:
    """Return what lies in a folder, by name. Raises ``NotABundleError``, and ``OSError``."""
    entries = []
    for place, _folders, names in os.walk(folder, onerror=_stop):
        paths = [Path(place, name) for name in names]
        entries += [_entry(folder, path) for path in paths if not _hidden(folder, path)]
    if not entries:
        raise NotABundleError(NotABundleError.Reason.EMPTY)
    return sorted(entries, key=lambda entry: entry.name)


def _stop(error: OSError) -> None:
    raise error


def _hidden(folder: Path, path: Path) -> bool:
    return is_litter(path.relative_to(folder).as_posix())


def _entry(folder: Path, path: Path) -> Entry:
    # A name need not be text that can be printed.
    name = path.relative_to(folder).as_posix().encode("utf-8", "replace").decode()
    # What a link leads to may lie outside of the folder, and may be no file.
    if path.is_symlink() or not path.is_file():
        return Entry(name, 0, bytes, Problem.LINK)
    return Entry(name, path.stat().st_size, partial(_read, path.read_bytes))


def _read(read: Callable[[], bytes]) -> bytes:
    try:
        return read()
    except OSError as error:
        raise LeftOutError(Problem.UNREADABLE) from error
