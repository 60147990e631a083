"""A community's own formats, in versions, so that an old session is read as it was led."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.circles.models import Community
from communities.facilitation.formats import Format, read_format
from communities.policy import Audience, Scope


class SessionFormat(models.Model):
    """A format that a community adapted; what it says stands in its versions."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="session_formats"
    )
    name = models.CharField(_("name"), max_length=100)  # of the newest version, for lists
    retired_at = models.DateTimeField(_("put aside on"), null=True, blank=True)

    class Meta:
        verbose_name = _("session format")
        verbose_name_plural = _("session formats")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("facilitation:format", args=[self.community.slug, self.pk])

    @property
    def scope(self) -> Scope:
        """Members read it, the core group changes it."""
        read = max(Audience.OUTER, Audience(self.community.read_audience))
        return Scope(self.community_id, read, is_open=self.community.is_open)


class FormatVersion(models.Model):
    """What a format said from one change to the next; never rewritten."""

    format = models.ForeignKey(SessionFormat, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a format")
        verbose_name_plural = _("versions of formats")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["format", "number"], name="format_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.format} ({self.number})"

    def read(self) -> Format:
        """Return the format it describes."""
        return read_format(self.content)
