"""That the core group was told to look at a resource again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.library.models.resource import ResourcePage


class ReviewReminder(models.Model):
    """The core group was told of one date of one resource; a moved date is another."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reminder to look at a resource again")
        verbose_name_plural = _("reminders to look at resources again")
        constraints = [
            models.UniqueConstraint(fields=["page", "due_on"], name="reminded_once_of_a_date")
        ]

    def __str__(self) -> str:
        return f"{self.page}, {self.due_on}"
