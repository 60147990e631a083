"""Adding files to a resource and taking them away."""

from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext as _

from communities.people.models import User
from resources.files.inspection import inspect
from resources.files.refusals import FileRefused
from resources.files.storing import forget_bytes, store_file
from resources.library.models import ResourceFile, ResourcePage

MOST_FILES = 10


@transaction.atomic
def add_file(*, page: ResourcePage, owner: User, upload: UploadedFile[Any]) -> ResourceFile:
    """Keep a file with a resource. Raises ``FileRefused`` with the reason in words."""
    ResourcePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if ResourceFile.objects.filter(page=page.pk).count() >= MOST_FILES:
        text = _("A resource takes %(count)d files at the most.")
        raise FileRefused(text % {"count": MOST_FILES})
    return store_file(ResourceFile(page_id=page.pk, owner=owner), inspect(upload))


@transaction.atomic
def remove_file(*, file: ResourceFile) -> bool:
    """Forget a file; its bytes follow."""
    deleted, _rows = ResourceFile.objects.filter(pk=file.pk).delete()
    return bool(deleted)


@receiver(post_delete, sender=ResourceFile, dispatch_uid="bytes go with the last row of a file")
def follow_row(instance: ResourceFile, **facts: Any) -> None:
    """Delete the bytes once the row is surely gone, whoever deleted it: also with its resource."""
    transaction.on_commit(partial(_forget_unless_used, instance), robust=True)


def _forget_unless_used(file: ResourceFile) -> None:
    if not ResourceFile.objects.filter(file=file.file.name).exists():
        forget_bytes(file)
