"""Archives of strangers: bombs, ways out, locks and crowds are refused or bounded, in words."""

import contextlib
import io
import re
import struct
import tracemalloc
import zipfile

import pytest

from resources.library.bulk import zips
from resources.library.bulk.entries import LeftOutError, NotABundleError, Problem
from tests.resources.files.contents import damaged, zipped

Reason = NotABundleError.Reason


def problems(content: bytes) -> dict[str, Problem | None]:
    """Read every file of an archive as an import does."""
    found: dict[str, Problem | None] = {}
    with zips.opened(io.BytesIO(content)) as entries:
        for entry in entries:
            try:
                entry.content()
            except LeftOutError as error:
                found[entry.name] = error.problem
            else:
                found[entry.name] = None
    return found


def reason(content: bytes) -> Reason:
    with pytest.raises(NotABundleError) as refusal:
        problems(content)
    return refusal.value.reason


def linked(name: str) -> bytes:
    target = io.BytesIO()
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    return target.getvalue()


def locked(name: str) -> bytes:
    """Say of a file, in both places, that a password is wanted."""
    content = bytearray(zipped({name: "words"}))
    content[content.index(b"PK\1\2") + 8] |= 1
    content[content.index(b"PK\3\4") + 6] |= 1
    return bytes(content)


def with_size(content: bytes, size: int) -> bytes:
    """Let the list of an archive say that each file has this size."""
    changed = bytearray(content)
    for found in re.finditer(b"PK\1\2", content):
        struct.pack_into("<I", changed, found.start() + 24, size)
    return bytes(changed)


def test_an_honest_archive_is_read_without_litter() -> None:
    pack = zipped(
        {"a/b.txt": "words", "a/": "", "__MACOSX/a/._b.txt": "x", ".DS_Store": "x", "Thumbs.db": ""}
    )

    assert problems(pack) == {"a/b.txt": None}


@pytest.mark.parametrize(
    ("pack", "problem"),
    [
        (zipped({"../out.txt": "x"}), Problem.OUTSIDE),
        (zipped({"a/../../out.txt": "x"}), Problem.OUTSIDE),
        (zipped({"/etc/out.txt": "x"}), Problem.OUTSIDE),
        (zipped({"..\\out.txt": "x"}), Problem.OUTSIDE),
        (zipped({"C:\\out.txt": "x"}), Problem.OUTSIDE),
        (linked("link.txt"), Problem.LINK),
        (locked("locked.txt"), Problem.ENCRYPTED),
        (zipped({"inner.zip": zipped({"a.txt": "x"})}), Problem.NESTED),
        (zipped({"a.txt": "x"}, zipfile.ZIP_LZMA), Problem.PACKING),
        (zipped({"a.txt": "x"}, zipfile.ZIP_BZIP2), Problem.PACKING),
        (zipped({"empty.txt": ""}), Problem.EMPTY),
        (zipped({"page.svg": "<svg/>"}), Problem.KIND),
        (zipped({"bomb.txt": b"\0" * (11 * 2**20)}), Problem.TOO_LARGE),
    ],
)
def test_a_hostile_file_is_left_out_and_the_next_is_read(pack: bytes, problem: Problem) -> None:
    target = io.BytesIO(pack)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("zz honest.txt", "words")
    found = problems(target.getvalue())

    assert found.pop("zz honest.txt") is None
    assert list(found.values()) == [problem]


def test_a_size_that_lies_ends_the_file() -> None:
    """The list says ten bytes; unpacked they are many more."""
    pack = with_size(zipped({"bomb.txt": b"a" * 2**20}), 10)

    assert problems(pack) == {"bomb.txt": Problem.UNREADABLE}


@pytest.mark.parametrize(
    ("pack", "why"),
    [
        (b"", Reason.NO_ZIP),
        (b"no zip", Reason.NO_ZIP),
        (zipped({"a.txt": "x"})[:-30], Reason.NO_ZIP),
        (zipped({}), Reason.EMPTY),
        (zipped({"a/": "", "__MACOSX/x": "x"}), Reason.EMPTY),
        (zipped({f"{number}.txt": "x" for number in range(1001)}), Reason.TOO_MANY),
        (
            with_size(zipped({f"{number}.txt": "x" for number in range(60)}), 9 * 2**20),
            Reason.TOO_MUCH,
        ),
    ],
    ids=["nothing", "no zip", "cut off", "empty", "only folders", "too many", "too much"],
)
def test_a_hostile_archive_is_refused_whole(pack: bytes, why: Reason) -> None:
    assert reason(pack) == why


def test_a_list_of_forty_thousand_files_is_not_even_read() -> None:
    pack = zipped({f"{number}.txt": "" for number in range(40_000)}, zipfile.ZIP_STORED)
    tracemalloc.start()

    assert reason(pack) == Reason.TOO_MANY
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_the_large_format_cannot_hide_its_list() -> None:
    pack = bytearray(zipped({"a.txt": "x"}))
    end = pack.index(b"PK\5\6")

    assert reason(bytes(pack[:end] + b"PK\6\7" + bytes(16) + pack[end:])) == Reason.TOO_MANY


def test_damaged_archives_never_raise_anything_else() -> None:
    pack = zipped({"a.txt": "words " * 50, "b.txt": "more"})

    for content in damaged(pack):
        with contextlib.suppress(NotABundleError):
            problems(content)
