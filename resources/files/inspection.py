"""Taking files in: few kinds, looked at from inside; the declared type is not asked."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from resources.files.images import clean_image
from resources.files.kinds import ACCEPTED, HTML, IMAGES, PDF, TEXTS, ZIPPED
from resources.files.offices import require_document
from resources.files.refusals import FileRefused, not_what_it_says


@dataclass(frozen=True, slots=True)
class InspectedFile:
    """What is stored: a harmless name, what it really is, and its bytes."""

    name: str
    content_type: str
    content: bytes


def inspect(upload: UploadedFile[Any]) -> InspectedFile:
    """Look at a file from inside. Raises ``FileRefused`` with the reason in words."""
    name = harmless_name(upload.name or "")
    ending = PurePath(name).suffix.lower()
    limit = settings.DOCUMENT_MAX_BYTES  # for images too: heavy ones are made lighter
    if ending not in ACCEPTED:
        text = _("“%(name)s” is not of a kind we take: images, PDF, office documents and text.")
        raise FileRefused(text % {"name": name})
    if (upload.size or 0) > limit:
        text = _("“%(name)s” is larger than %(limit)d MB.")
        raise FileRefused(text % {"name": name, "limit": limit // 2**20})
    return InspectedFile(name, *_looked_at(upload.read(), ending, name))


def _looked_at(content: bytes, ending: str, name: str) -> tuple[str, bytes]:
    if ending in IMAGES:
        return IMAGES[ending][1], clean_image(content, ending, name)
    if ending in ZIPPED:
        require_document(content, ending, name)
        return ZIPPED[ending], content
    if ending == ".pdf":
        if not content.startswith(b"%PDF-"):
            raise not_what_it_says(name)
        return PDF, content
    if b"\0" in content:
        raise not_what_it_says(name)
    return TEXTS.get(ending, HTML), content


def harmless_name(name: str) -> str:
    """Keep of a name what neither a file system, a header nor a reader can mistake."""
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"/|?*')
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:120]}{dot}{ending[:10]}" or "file"
