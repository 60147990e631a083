"""machina's Forum without its cascade of saves.

Stock: ``save()`` reads the old row and rewrites the whole row, counters included, so that two
writers undo each other's work. Here: only what changed is written; counters belong to the services
of ``forums.spaces``, which add to them in SQL. To drop it: use ``machina.apps.forum``.
"""

from typing import Any

from django.utils.text import slugify
from machina.apps.forum.abstract_models import AbstractForum
from mptt.models import MPTTModel


class Forum(AbstractForum):
    """The tree node behind one space; every space is a root of its own."""

    slug: str

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or slugify(self.name, allow_unicode=True)[:255] or "space"
        MPTTModel.save(self, *args, **kwargs)

    def update_trackers(self) -> None:
        """Do nothing: counters are added to in SQL, never recomputed from a stale row."""
