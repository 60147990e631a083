"""Small files of every kind, honest and forged."""

import io
import random
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from resources.files.inspection import InspectedFile, inspect
from resources.files.kinds import ZIPPED

MEGABYTE = 2**20
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
SCRIPT = b"<script>alert(document.cookie)</script>"
FOLDERS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
}


def picture(kind: str, size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, kind, **options)
    return target.getvalue()


def noise(kind: str, size: tuple[int, int], **options: Any) -> bytes:
    """A picture that no compression makes light."""
    target = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise(size, 80)] * 3).save(target, kind, **options)
    return target.getvalue()


def camera() -> Image.Exif:
    """Say who took a picture, where, and that it lies on its side."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Camera of Chloe", 6
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 24.0)})
    return exif


def zipped(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return target.getvalue()


def office(ending: str, more: Mapping[str, str | bytes] | None = None, listed: str = "") -> bytes:
    members = {"[Content_Types].xml": f"<Types>{listed}</Types>", FOLDERS[ending]: "<w/>"}
    return zipped(members | dict(more or {}))


def open_document(ending: str, more: Mapping[str, str | bytes] | None = None) -> bytes:
    return zipped({"mimetype": ZIPPED[ending], "content.xml": "<o/>"} | dict(more or {}))


HONEST = {
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "pdf": b"%PDF-1.7\n%%EOF",
    **{ending[1:]: office(ending) for ending in FOLDERS},
    **{ending[1:]: open_document(ending) for ending in (".odt", ".ods", ".odp")},
    "text": "Quelques mots privés".encode(),
    "html": b"<!doctype html>" + SCRIPT,
}
STRANGE = {
    "bmp": picture("BMP"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "zip": zipped({"letter.txt": "words"}),
    "program": b"MZ\x90\0\3\0\0\0",
    "nothing": b"",
}
CONTENTS = HONEST | STRANGE
# Text is what holds no NUL; it is only ever handed out to be saved.
PLAIN = {"text", "html", "svg", "pdf", "nothing"}
KINDS = {
    ".png": {"png"},
    ".jpg": {"jpeg"},
    ".jpeg": {"jpeg"},
    ".webp": {"webp"},
    ".gif": {"gif"},
    ".pdf": {"pdf"},
    **{ending: {ending[1:]} for ending in ZIPPED},
    ".txt": PLAIN,
    ".md": PLAIN,
    ".csv": PLAIN,
    ".html": PLAIN,
}


def uploaded(name: str, content: bytes, declared: str = "text/html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, declared)


def named(name: str, content: bytes) -> SimpleUploadedFile:
    """Upload under a name past Django's own cleaning."""
    file = uploaded("placeholder", content)
    file._name = name
    return file


def inspected(name: str, content: bytes) -> InspectedFile:
    return inspect(uploaded(name, content))


def damaged(content: bytes, turns: int = 150) -> Iterator[bytes]:
    """Yield a file cut short, and with single bytes changed, always the same ones."""
    chance = random.Random(2)  # noqa: S311 -- no secret
    for _turn in range(turns):
        yield content[: chance.randrange(len(content))]
        spoilt = bytearray(content)
        for _byte in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        yield bytes(spoilt)
