"""What is said in a room."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.chat.models.rooms import Room
from forums.spaces.models import Topic
from resources.files.models import StoredFile


class Message(models.Model):
    """A message: ``position`` orders it in its room, ``changed`` says when it last changed.

    Both are numbers of the room's sequence. Whoever holds a room up to a number needs only the
    messages whose ``changed`` is greater.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveBigIntegerField()
    changed = models.PositiveBigIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="chat_messages"
    )
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    client_key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 -- unique; an import has none
    sent_at = models.DateTimeField(_("sent"), db_index=True)
    edited_at = models.DateTimeField(_("edited on"), null=True)
    deleted_at = models.DateTimeField(_("deleted on"), null=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    kept_in = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["room", "position"], name="one_message_at_a_position"),
            models.CheckConstraint(
                condition=models.Q(changed__gte=models.F("position")), name="changed_after_sent"
            ),
        ]
        indexes = [models.Index(fields=["room", "changed"], name="message_by_change")]

    def __str__(self) -> str:
        return f"{self.room_id} #{self.position}"


class MessageRevision(models.Model):
    """The words of a message before an edit."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    edited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("earlier version of a message")
        verbose_name_plural = _("earlier versions of messages")
        ordering = ["-edited_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.message_id}, {self.edited_at}"


class Reaction(models.Model):
    """A person's answer in one sign."""

    class Kind(models.TextChoices):
        LIKE = "like", _("👍 I like it")
        THANKS = "thanks", _("🙏 Thank you")
        AGREE = "agree", _("✅ I agree")
        IDEA = "idea", _("💡 A good idea")
        QUESTION = "question", _("❓ I have a question")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person", "kind"], name="one_reaction_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"


class Mention(models.Model):
    """A message names a person who can read it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="chat_mentions"
    )

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["message", "person"], name="mentioned_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} @{self.person_id}"


def random_path(file: "MessageFile", name: str) -> str:
    """Store under a random name: the given one is only shown, never trusted."""
    token = secrets.token_hex(16)
    return f"chat/{token[:2]}/{token}"


class MessageFile(StoredFile):
    """A private file of a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to=random_path)

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
