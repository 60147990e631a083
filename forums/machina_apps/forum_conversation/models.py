"""machina's Topic and Post without their cascades of saves.

Stock: each save reads the old row, recomputes three counters and rewrites topic and forum whole; a
stale topic so unlocks itself, and ``delete()`` lacks ``keep_parents``. Here: plain rows, written by
the services of ``forums.spaces``. To drop it: use ``machina.apps.forum_conversation``.
"""

from typing import Any

from django.db import models
from django.utils.text import slugify
from machina.apps.forum_conversation.abstract_models import AbstractPost, AbstractTopic


class Topic(AbstractTopic):
    """A conversation in a space."""

    slug: str

    def __str__(self) -> str:
        return str(self.subject)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.subject, allow_unicode=True)[:255] or "topic"
        models.Model.save(self, *args, **kwargs)

    def delete(
        self,
        using: str | None = None,
        keep_parents: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
    ) -> tuple[int, dict[str, int]]:
        return models.Model.delete(self, using=using, keep_parents=keep_parents)

    def update_trackers(self) -> None:
        """Do nothing: counters are added to in SQL, never recomputed from a stale row."""


class Post(AbstractPost):
    """What one person said in a topic."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        models.Model.save(self, *args, **kwargs)

    def delete(
        self,
        using: str | None = None,
        keep_parents: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
    ) -> tuple[int, dict[str, int]]:
        return models.Model.delete(self, using=using, keep_parents=keep_parents)
