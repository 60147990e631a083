"""Reports of cycles that are told to more than the people of the cycle."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.facilitation.models.sessions import Cycle
from communities.policy import Audience, Scope


class CycleReport(models.Model):
    """A report published beyond its cycle; each finds in it only what they may read anyway."""

    cycle = models.OneToOneField(Cycle, on_delete=models.CASCADE, related_name="published_report")
    read_audience = models.PositiveSmallIntegerField(_("who can read"), choices=AudienceChoice)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("published report of a cycle")
        verbose_name_plural = _("published reports of cycles")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return str(self.cycle)

    @property
    def scope(self) -> Scope:
        """The audience chosen for it; the people of the cycle read it beside."""
        community = self.cycle.community
        return Scope(community.pk, Audience(self.read_audience), is_open=community.is_open)
