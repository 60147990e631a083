"""An archive on its way into a community."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.circles.models import Community
from forums.spaces.models import Space


def random_path(archive: "ArchiveImport", name: str) -> str:
    """Store under a random name; the given one is not kept."""
    return f"archives/{secrets.token_hex(16)}"


class ArchiveImport(models.Model):
    """A mailing-list archive: uploaded, looked at, then moved in. Its file goes afterwards."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waiting for your yes")
        RUNNING = "running", _("moving in")
        DONE = "done", _("done")
        FAILED = "failed", _("stopped by an error; start it again to go on")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(upload_to=random_path)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    bytes_total = models.PositiveBigIntegerField()
    bytes_done = models.PositiveBigIntegerField(default=0)
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("archive")
        verbose_name_plural = _("archives")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.community}, {self.created_at:%Y-%m-%d}"
