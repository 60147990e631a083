"""What a tag was called before, so that old addresses lead on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag


class FormerTag(models.Model):
    """The address of a tag that was renamed, or became one with another."""

    slug = models.CharField(max_length=100, unique=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="former")

    class Meta:
        verbose_name = _("former tag")
        verbose_name_plural = _("former tags")

    def __str__(self) -> str:
        return self.slug
