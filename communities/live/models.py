"""Changes of access that every server process must hear of within a second."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessChange(models.Model):
    """Somebody's access may have changed; rows are read for a while, then deleted.

    The row is written with the change itself, so that it reaches every process even when nothing
    but the database connects them.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    session_key = models.CharField(max_length=40, blank=True)  # of a session that ended
    place = models.CharField(max_length=40, blank=True)  # whose audience changed: "room:5"
    happened_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("change of access")
        verbose_name_plural = _("changes of access")

    def __str__(self) -> str:
        return f"{self.person_id} {self.place}"
