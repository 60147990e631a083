"""Taking files in: few kinds, looked at from inside, images made anew without their metadata."""

import io
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from communities.people.models import User
from forums.spaces.models import Attachment, Draft, StoredFile
from forums.spaces.refusals import FileRefused

IMAGES = {
    ".png": ("PNG", "image/png"),
    ".jpg": ("JPEG", "image/jpeg"),
    ".jpeg": ("JPEG", "image/jpeg"),
    ".webp": ("WEBP", "image/webp"),
    ".gif": ("GIF", "image/gif"),
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
ZIPPED = {
    ".docx": _OFFICE + "wordprocessingml.document",
    ".xlsx": _OFFICE + "spreadsheetml.sheet",
    ".pptx": _OFFICE + "presentationml.presentation",
    ".odt": _OPEN + "text",
    ".ods": _OPEN + "spreadsheet",
    ".odp": _OPEN + "presentation",
}
TEXTS = {".txt": "text/plain", ".md": "text/markdown", ".csv": "text/csv"}
ACCEPTED = (*IMAGES, *ZIPPED, *TEXTS, ".pdf")
MAX_PIXELS = 40_000_000
MAX_UNPACKED = 200 * 1024 * 1024

Stored = TypeVar("Stored", bound=StoredFile)


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """What is stored: a harmless name, what it really is, and its bytes."""

    name: str
    content_type: str
    content: bytes


@transaction.atomic
def attach_file(*, draft: Draft, owner: User, upload: UploadedFile[Any]) -> Attachment:
    """Keep a file with a draft. Raises ``FileRefused`` with the reason in words."""
    if draft.files.count() >= settings.FILES_PER_POST:
        raise FileRefused(
            _("A post takes %(count)d files at the most.") % {"count": settings.FILES_PER_POST}
        )
    return store_file(Attachment(draft=draft, owner=owner), inspect(upload))


def store_file(file: Stored, inspected: InspectedFile) -> Stored:
    """Give a new private file its key, its facts and its bytes, and save it."""
    file.key = secrets.token_hex(16)
    file.name = inspected.name
    file.content_type = inspected.content_type
    file.size = len(inspected.content)
    file.file.save(inspected.name, ContentFile(inspected.content), save=False)
    file.save()
    return file


@transaction.atomic
def discard_file(*, attachment: Attachment) -> None:
    """Forget a file that was not sent yet."""
    transaction.on_commit(lambda: attachment.file.delete(save=False))
    attachment.delete()


def inspect(upload: UploadedFile[Any]) -> InspectedFile:
    """Look at a file from inside; its declared type is not asked."""
    name = _harmless_name(upload.name or "")
    ending = PurePath(name).suffix.lower()
    limit = settings.IMAGE_MAX_BYTES if ending in IMAGES else settings.DOCUMENT_MAX_BYTES
    if ending not in ACCEPTED:
        text = _("“%(name)s” is not of a kind we take: images, PDF, office documents and text.")
        raise FileRefused(text % {"name": name})
    if (upload.size or 0) > limit:
        text = _("“%(name)s” is larger than %(limit)d MB.")
        raise FileRefused(text % {"name": name, "limit": limit // 2**20})
    content = upload.read()
    if ending in IMAGES:
        return InspectedFile(name, IMAGES[ending][1], _clean_image(content, ending, name))
    if ending in ZIPPED:
        _require_document(content, ending, name)
        return InspectedFile(name, ZIPPED[ending], content)
    if ending == ".pdf":
        if not content.startswith(b"%PDF-"):
            raise _not_what_it_says(name)
        return InspectedFile(name, "application/pdf", content)
    if b"\0" in content:
        raise _not_what_it_says(name)
    return InspectedFile(name, TEXTS[ending], content)


def _harmless_name(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"/|?*')
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:120]}{dot}{ending[:10]}" or "file"


def _not_what_it_says(name: str) -> FileRefused:
    return FileRefused(_("“%(name)s” is damaged, or not what its name says.") % {"name": name})


def _clean_image(content: bytes, ending: str, name: str) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 -- slow import

    wanted = IMAGES[ending][0]
    try:
        with Image.open(io.BytesIO(content), formats=[wanted]) as image:
            if image.width * image.height > MAX_PIXELS:
                text = _("“%(name)s” has more than 40 million pixels.")
                raise FileRefused(text % {"name": name})
            upright = ImageOps.exif_transpose(image)
            target = io.BytesIO()
            # Only the pixels are copied: place, camera and comments stay behind.
            bare = Image.new(upright.mode, upright.size)
            if upright.mode == "P":
                bare.putpalette(upright.getpalette() or [])
            bare.paste(upright)
            bare.save(target, wanted, **({"quality": 85} if wanted != "PNG" else {}))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _not_what_it_says(name) from error
    return target.getvalue()


def _require_document(content: bytes, ending: str, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            unpacked = sum(member.file_size for member in members)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise _not_what_it_says(name) from error
    expected = "mimetype" if ending.startswith(".od") else "[Content_Types].xml"
    macros = any("vbaproject" in one.lower() or one.startswith("Basic/") for one in names)
    if expected not in names or macros or unpacked > MAX_UNPACKED:
        raise _not_what_it_says(name)
