"""How far a person has read."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.machina_apps.forum_conversation.models import Topic
from forums.spaces.models.space import Space


class ReadMark(models.Model):
    """A person has read a topic up to a position; only that person ever sees it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks"
    )
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="read_marks")
    position = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("read mark of a topic")
        verbose_name_plural = _("read marks of topics")
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="one_read_mark_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic_id} {self.position}"


class SpaceReadMark(models.Model):
    """A person called everything said in a space until a moment read."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="space_read_marks"
    )
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="read_marks")
    read_until = models.DateTimeField()

    class Meta:
        verbose_name = _("read mark of a space")
        verbose_name_plural = _("read marks of spaces")
        constraints = [
            models.UniqueConstraint(fields=["person", "space"], name="one_space_mark_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.space_id} {self.read_until}"
