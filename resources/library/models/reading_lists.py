"""Reading lists: resources somebody put together, for themselves or for an audience."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community
from communities.policy import Audience, Scope
from resources.library.models.resource import ResourcePage


class ReadingList(models.Model):
    """A list; without a community it is its owner's alone."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reading_lists"
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what it is for"), max_length=1000, blank=True)
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reading_lists",
        verbose_name=_("shared within"),
    )
    read_audience = models.PositiveSmallIntegerField(
        _("who can read"), choices=AudienceChoice, default=AudienceChoice.OUTER
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reading list")
        verbose_name_plural = _("reading lists")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_audience__in=AudienceChoice.values),
                name="reading_list_audience_known",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "read_audience"], name="reading_list_by_audience")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:list", args=[self.pk])

    @property
    def scope(self) -> Scope | None:
        """Who may read it beside its owner: never more than may know the community."""
        if self.community is None:
            return None
        return Scope(
            self.community.pk,
            Audience(max(self.read_audience, self.community.read_audience)),
            write=Audience.OUTER,
            is_open=self.community.is_open,
        )


class ReadingListItem(models.Model):
    """A resource on a list; who may not read it does not see that it is there."""

    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="list_items")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("resource on a reading list")
        verbose_name_plural = _("resources on reading lists")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "page"], name="once_on_a_reading_list")
        ]

    def __str__(self) -> str:
        return f"{self.reading_list}: {self.page}"
