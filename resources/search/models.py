"""What must still reach the index, and the searches people keep."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Touch(models.Model):
    """A thing changed: the index is told soon. Rows are added with the change and go when told.

    ``place`` is set when the thing must not be found where the index still believes it to be: it
    was deleted, moved or narrowed. Such a thing is neither shown nor counted until the index knows.
    """

    kind = models.CharField(max_length=12)
    key = models.BigIntegerField()
    place = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    touched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change on its way to the index")
        verbose_name_plural = _("changes on their way to the index")
        indexes = [
            models.Index(fields=["place"], condition=~models.Q(place=""), name="touch_that_hides"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SavedSearch(models.Model):
    """A search that somebody wants to hear of: how many things matched since they last looked."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    address = models.CharField(max_length=400)  # its query string, as the page of results reads it
    words = models.CharField(_("words"), max_length=200)
    seen_at = models.DateTimeField(_("last looked at"), default=timezone.now)
    new_count = models.PositiveSmallIntegerField(_("new since then"), default=0)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-new_count", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "address"], name="search_saved_once"),
        ]

    def __str__(self) -> str:
        return self.words


class FileText(models.Model):
    """The words in a private file, by its key; who may read them is the file's own matter."""

    key = models.CharField(max_length=32, primary_key=True)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("words of a file")
        verbose_name_plural = _("words of files")

    def __str__(self) -> str:
        return self.key
