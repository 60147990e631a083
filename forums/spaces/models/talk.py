"""What we know of topics and posts beyond machina's tables."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.machina_apps.forum_conversation.models import Post, Topic
from forums.spaces.models.space import Space


class TopicDetail(models.Model):
    """A topic's own facts; it shares its key with the topic."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="detail"
    )
    last_position = models.PositiveIntegerField(default=0)  # of the newest post, deleted ones too
    has_poll = models.BooleanField(default=False)
    has_events = models.BooleanField(default=False)  # spares a query on most topics

    class Meta:
        verbose_name = _("facts of a topic")
        verbose_name_plural = _("facts of topics")

    def __str__(self) -> str:
        return str(self.topic)


class PostDetail(models.Model):
    """A post's own facts; it shares its key with the post.

    ``position`` counts from 1 within the topic and never changes, so that a page of a long topic
    is one range of an index, however deep it lies.
    """

    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, primary_key=True, related_name="detail"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="post_details")
    position = models.PositiveIntegerField()
    client_key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 -- unique, and most imported posts have none
    message_id = models.CharField(max_length=255, null=True)  # noqa: DJ001 -- only mail has one
    edited_at = models.DateTimeField(_("edited on"), null=True)
    deleted_at = models.DateTimeField(_("deleted on"), null=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("facts of a post")
        verbose_name_plural = _("facts of posts")
        constraints = [
            models.UniqueConstraint(fields=["topic", "position"], name="one_post_at_a_position"),
        ]
        indexes = [models.Index(fields=["message_id"], name="post_by_message_id")]

    def __str__(self) -> str:
        return f"{self.topic_id} #{self.position}"


class PostRevision(models.Model):
    """The words of a post before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    content = models.TextField()
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    edited_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("earlier version of a post")
        verbose_name_plural = _("earlier versions of posts")
        ordering = ["-edited_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.post_id}, {self.edited_at}"


class TopicEvent(models.Model):
    """What the core group did with a topic; rows are only ever added."""

    class Kind(models.TextChoices):
        LOCKED = "locked", _("locked")
        UNLOCKED = "unlocked", _("unlocked")
        PINNED = "pinned", _("pinned")
        UNPINNED = "unpinned", _("unpinned")
        MOVED = "moved", _("moved")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=Kind)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(auto_now_add=True)
    from_space = models.ForeignKey(Space, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("decision about a topic")
        verbose_name_plural = _("decisions about topics")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.kind}"
