"""The words in private files, read once and kept for the index."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from resources.files.models import StoredFile
from resources.files.texts import text_of
from resources.search.models import FileText

logger = logging.getLogger(__name__)

MOST_CHARACTERS = 300_000  # of one file: the words of some hundred pages


def words_in(files: Iterable[StoredFile]) -> str:
    """Return names and words of files; what was never read is read now, which may take seconds.

    So only the indexing, in the background, calls this.
    """
    wanted = list(files)
    if not wanted:
        return ""
    known = dict(
        FileText.objects.filter(key__in=[file.key for file in wanted]).values_list("key", "text")
    )
    return "\n".join(f"{file.name}\n{_words(file, known)}" for file in wanted)


def _words(file: StoredFile, known: dict[str, str]) -> str:
    if file.content_type.startswith("image/"):
        return ""
    if file.key not in known:
        known[file.key] = _read(file)
        FileText.objects.update_or_create(key=file.key, defaults={"text": known[file.key]})
    return known[file.key]


def _read(file: StoredFile) -> str:
    try:
        with file.file.open("rb") as stream:
            text = text_of(file.content_type, stream)
    except OSError:
        logger.exception("The bytes of file %s are not in the storage", file.pk)
        return ""
    return text[:MOST_CHARACTERS].replace("\0", " ")


@receiver(post_delete, dispatch_uid="search forgets files")
def forget_words(instance: object, **facts: Any) -> None:
    """Forget the words of a file that is no more."""
    if isinstance(instance, StoredFile):
        FileText.objects.filter(key=instance.key).delete()
