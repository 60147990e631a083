"""Keeping a file that was looked at, a small copy of a picture beside it."""

import secrets
from typing import TypeVar

from django.core.files.base import ContentFile

from resources.files.inspection import InspectedFile
from resources.files.models import StoredFile
from resources.files.previews import keep_preview

Stored = TypeVar("Stored", bound=StoredFile)


def store_file(file: Stored, inspected: InspectedFile) -> Stored:
    """Give a new private file its key, its facts and its bytes, and save it."""
    file.key = secrets.token_hex(16)
    file.name = inspected.name
    file.content_type = inspected.content_type
    file.size = len(inspected.content)
    file.file.save(inspected.name, ContentFile(inspected.content), save=False)
    keep_preview(file, inspected.content)
    file.save()
    return file


def forget_bytes(file: StoredFile) -> None:
    """Delete what the storage holds of a file; to be called once its row is surely gone."""
    storage, preview = file.file.storage, file.preview_path
    file.file.delete(save=False)
    storage.delete(preview)
