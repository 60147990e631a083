"""What every private file is, wherever it hangs; each kind of thing has its own table."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.files.kinds import SHOWN


class StoredFile(models.Model):
    """A private file: what it is called, what it is, who brought it."""

    file: models.FileField  # each kind is stored under its own folder
    key = models.CharField(max_length=32, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("kind"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it."""
        return self.content_type in SHOWN

    @property
    def preview_path(self) -> str:
        """Where the small copy of a picture lies; one that is small itself has none."""
        return f"{self.file.name}-preview"
