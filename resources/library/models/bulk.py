"""Many files on their way into a community, and the fingerprints by which none comes twice."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.circles.models import Community
from resources.library.models.resource import ResourcePage

SILENCE = timedelta(minutes=10)  # longer than any one file takes: then the worker is gone


def random_bundle_path(bundle: "ResourceImport", name: str) -> str:
    """Store under a random name; the given one is not kept."""
    return f"imports/{secrets.token_hex(16)}"


class ResourceImport(models.Model):
    """Files handed over in the browser, packed as one; looked at, then taken in. The pack goes afterwards."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waiting for your yes")
        RUNNING = "running", _("being taken in")
        DONE = "done", _("done")
        FAILED = "failed", _("stopped by an error; start it again to go on")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    file = models.FileField(upload_to=random_bundle_path)
    rows = models.JSONField(null=True)  # of a sheet of its own; none: it may lie among the files
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    files_total = models.PositiveIntegerField()
    files_done = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField(default=timezone.now)  # the worker's last sign of life
    attempt = models.PositiveSmallIntegerField(default=0)  # only the last one may go on
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of files")
        verbose_name_plural = _("imports of files")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.community}, {self.created_at:%Y-%m-%d}"

    @property
    def is_silent(self) -> bool:
        """Tell work whose worker is gone."""
        return self.state == self.State.RUNNING and self.worked_at < timezone.now() - SILENCE

    @property
    def state_in_words(self) -> str:
        if self.is_silent:
            return str(_("stopped on its way; start it again to go on"))
        return str(self.get_state_display())


class BroughtFile(models.Model):
    """The fingerprint of a file that became a resource; it goes with the resource."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="+")
    checksum = models.CharField(max_length=64)  # SHA-256 of the bytes as they came

    class Meta:
        verbose_name = _("fingerprint of a file")
        verbose_name_plural = _("fingerprints of files")
        constraints = [
            models.UniqueConstraint(fields=["community", "checksum"], name="file_brought_once")
        ]

    def __str__(self) -> str:
        return self.checksum
