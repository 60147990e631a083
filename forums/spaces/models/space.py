"""A space: one machina forum inside a community, with its audiences."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, InvitedList
from communities.policy import Audience, Scope, is_protected
from forums.machina_apps.forum.models import Forum


class Space(models.Model):
    """A discussion area of a community; it shares its key with the machina forum behind it."""

    forum = models.OneToOneField(
        Forum, on_delete=models.CASCADE, primary_key=True, related_name="space"
    )
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="spaces")
    read_audience = models.PositiveSmallIntegerField(_("who can read"), choices=AudienceChoice)
    write_audience = models.PositiveSmallIntegerField(_("who can write"), choices=AudienceChoice)
    invited_list = models.ForeignKey(
        InvitedList,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("only these people"),
        help_text=_("A named list narrows the audience to its people."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    archived_at = models.DateTimeField(
        _("archived on"), null=True, blank=True, help_text=_("An archived space is read only.")
    )

    class Meta:
        verbose_name = _("space")
        verbose_name_plural = _("spaces")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_audience__in=AudienceChoice.values), name="space_read_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    write_audience__in=[Audience.OUTER, Audience.INNER, Audience.CORE],
                    write_audience__gte=F("read_audience"),
                ),
                name="space_write_within_read",
            ),
        ]
        indexes = [models.Index(fields=["community", "read_audience"], name="space_by_audience")]

    def __str__(self) -> str:
        return str(self.forum.name)

    def get_absolute_url(self) -> str:
        return reverse("spaces:space", args=[self.pk, self.forum.slug])

    @property
    def scope(self) -> Scope:
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            Audience(self.write_audience),
            self.invited_list_id,
            is_open=self.archived_at is None and self.community.is_open,
        )

    @property
    def is_protected(self) -> bool:
        return is_protected(self.scope)


class SpaceChange(models.Model):
    """Somebody changed who may read or write in a space; rows are only ever added."""

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="changes")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now_add=True)
    read_before = models.PositiveSmallIntegerField(choices=AudienceChoice)
    read_after = models.PositiveSmallIntegerField(choices=AudienceChoice)
    write_before = models.PositiveSmallIntegerField(choices=AudienceChoice)
    write_after = models.PositiveSmallIntegerField(choices=AudienceChoice)
    invited_before = models.PositiveIntegerField(null=True)  # how many stood on a list, if any
    invited_after = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("change of audience")
        verbose_name_plural = _("changes of audience")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.space}: {self.read_before} → {self.read_after}"
