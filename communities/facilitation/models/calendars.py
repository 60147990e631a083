"""Secret addresses under which calendars fetch somebody's sessions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarKey(models.Model):
    """A person's secret calendar address; only the hash of its token is kept."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_key"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("secret calendar address")
        verbose_name_plural = _("secret calendar addresses")

    def __str__(self) -> str:
        return str(self.person)
