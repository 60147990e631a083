"""A room: a place of a community where people talk now, with its audiences."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, InvitedList
from communities.facilitation.models import Session
from communities.policy import Audience, Scope, is_protected
from forums.spaces.models import Space


class Room(models.Model):
    """A room; its sequence counts every change in it, and what is stored is the truth."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="rooms")
    space = models.OneToOneField(
        Space, on_delete=models.SET_NULL, null=True, blank=True, related_name="room"
    )
    name = models.CharField(_("name"), max_length=100)
    read_audience = models.PositiveSmallIntegerField(_("who can read"), choices=AudienceChoice)
    write_audience = models.PositiveSmallIntegerField(_("who can write"), choices=AudienceChoice)
    invited_list = models.ForeignKey(
        InvitedList, on_delete=models.PROTECT, null=True, blank=True, related_name="rooms"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    closed_at = models.DateTimeField(
        _("closed on"), null=True, blank=True, help_text=_("A closed room is read only.")
    )
    retention_days = models.PositiveSmallIntegerField(_("days messages are kept"), null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    last_position = models.PositiveBigIntegerField(default=0)  # of the newest message
    begins_after = models.PositiveBigIntegerField(default=0)  # messages up to here are gone

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_audience__in=AudienceChoice.values), name="room_read_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    write_audience__in=[Audience.OUTER, Audience.INNER, Audience.CORE],
                    write_audience__gte=F("read_audience"),
                ),
                name="room_write_within_read",
            ),
            models.CheckConstraint(
                condition=Q(last_position__lte=F("sequence")), name="room_positions_within"
            ),
        ]
        indexes = [models.Index(fields=["community", "read_audience"], name="room_by_audience")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("chat:room", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The name as it stands in the address."""
        return slugify(self.name, allow_unicode=True) or "-"

    @property
    def place(self) -> str:
        """The room's name among live places."""
        return f"room:{self.pk}"

    @property
    def scope(self) -> Scope:
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            Audience(self.write_audience),
            self.invited_list_id,
            is_open=self.closed_at is None and self.community.is_open,
        )

    @property
    def is_protected(self) -> bool:
        return is_protected(self.scope)

    @property
    def is_beside_session(self) -> bool:
        return hasattr(self, "session_link")


class SessionRoom(models.Model):
    """The room beside a facilitated session; its list holds those who entered the session."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="room_link")
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="session_link")

    class Meta:
        verbose_name = _("room of a session")
        verbose_name_plural = _("rooms of sessions")

    def __str__(self) -> str:
        return f"{self.session_id} – {self.room_id}"


class RoomEvent(models.Model):
    """What the core group did with a room; everybody in it can see that. Rows are only added."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened the room")
        CLOSED = "closed", _("closed the room")
        REOPENED = "reopened", _("opened the room again")
        AUDIENCES = "audiences", _("changed who can read and write")
        RETENTION = "retention", _("changed how long messages are kept")
        EXPORTED = "exported", _("downloaded the history")
        KEPT = "kept", _("kept messages in the forum")

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(auto_now_add=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("decision about a room")
        verbose_name_plural = _("decisions about rooms")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.room_id} {self.kind}"
