"""The private files of a resource: tools, templates, the minutes as they were signed."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.files.models import StoredFile
from resources.library.models.resource import ResourcePage


def random_path(file: "ResourceFile", name: str) -> str:
    """Store under a random name: the given one is only shown, never trusted."""
    token = secrets.token_hex(16)
    return f"resources/{token[:2]}/{token}"


class ResourceFile(StoredFile):
    """A file that is read by whoever reads its resource."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=random_path)

    class Meta:
        verbose_name = _("file of a resource")
        verbose_name_plural = _("files of resources")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
