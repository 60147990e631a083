"""What a person is writing, and the files that go with what was written."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.machina_apps.forum_conversation.models import Post, Topic
from forums.spaces.models.space import Space
from resources.files.models import StoredFile


class Draft(models.Model):
    """An unsent topic (``topic`` empty) or reply; one per person and place."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="drafts")
    topic = models.ForeignKey(
        Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    title = models.CharField(_("title"), max_length=255, blank=True)
    body = models.TextField(_("text"), blank=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "space"],
                condition=Q(topic__isnull=True),
                name="one_new_topic_draft",
            ),
            models.UniqueConstraint(
                fields=["author", "topic"], condition=Q(topic__isnull=False), name="one_reply_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.body[:40]


def random_path(attachment: "Attachment", name: str) -> str:
    """Store under a random name: the given one is only shown, never trusted."""
    token = secrets.token_hex(16)
    return f"attachments/{token[:2]}/{token}"


class Attachment(StoredFile):
    """A private file of a post, or of a draft until that is sent."""

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, null=True, blank=True, related_name="files"
    )
    draft = models.ForeignKey(
        Draft, on_delete=models.CASCADE, null=True, blank=True, related_name="files"
    )
    file = models.FileField(upload_to=random_path)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) | Q(draft__isnull=True), name="file_of_one_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name
