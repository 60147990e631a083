"""What a person keeps of rooms: how far they read, and when they want to be left alone."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.chat.models.rooms import Room


class RoomMark(models.Model):
    """How far a person has read, seen by nobody else, and what they want to hear of a room."""

    class Notify(models.TextChoices):
        MENTIONS = "mentions", _("when I am mentioned")
        EVERYTHING = "everything", _("at every message")
        NOTHING = "nothing", _("never: the room is muted")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="room_marks"
    )
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="marks")
    position = models.PositiveBigIntegerField(default=0)
    notify = models.CharField(_("tell me"), max_length=10, choices=Notify, default=Notify.MENTIONS)

    class Meta:
        verbose_name = _("place in a room")
        verbose_name_plural = _("places in rooms")
        constraints = [
            models.UniqueConstraint(fields=["person", "room"], name="one_mark_in_a_room"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.room_id}"


class ChatHours(models.Model):
    """The hours of the day, in the person's time zone, in which no room tells them anything."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    quiet_from = models.TimeField(_("quiet from"))
    quiet_to = models.TimeField(_("quiet until"))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                condition=~Q(quiet_from=models.F("quiet_to")), name="quiet_for_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiet_from}–{self.quiet_to}"
