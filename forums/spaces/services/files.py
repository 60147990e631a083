"""The files of what a person is writing."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from communities.people.models import User
from forums.spaces.models import Attachment, Draft
from resources.files.inspection import inspect
from resources.files.refusals import FileRefused
from resources.files.storing import forget_bytes, store_file


@transaction.atomic
def attach_file(*, draft: Draft, owner: User, upload: UploadedFile[Any]) -> Attachment:
    """Keep a file with a draft. Raises ``FileRefused`` with the reason in words."""
    if draft.files.count() >= settings.FILES_PER_POST:
        raise FileRefused(
            _("A post takes %(count)d files at the most.") % {"count": settings.FILES_PER_POST}
        )
    return store_file(Attachment(draft=draft, owner=owner), inspect(upload))


@transaction.atomic
def discard_file(*, attachment: Attachment) -> None:
    """Forget a file that was not sent yet."""
    transaction.on_commit(lambda: forget_bytes(attachment))
    attachment.delete()
