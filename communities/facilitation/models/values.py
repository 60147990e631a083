"""What a cycle was worth to those who lived it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Worth
from communities.facilitation.models.sessions import Cycle


class CycleValue(models.Model):
    """What somebody says a cycle was worth, to themselves or farther out; shown without their name."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="values_said")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(_("for whom"), max_length=12, choices=Worth)
    text = models.TextField(_("what it was worth"), max_length=1000)
    is_for_readers = models.BooleanField(_("for whoever reads the report"), default=False)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("value of a cycle")
        verbose_name_plural = _("values of cycles")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "person", "level"], name="one_value_each_on_a_level"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=Worth.values), name="level_of_value_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {self.level}"
