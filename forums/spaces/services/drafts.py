"""Keeping what a person is writing."""

from functools import partial

from django.db import transaction

from communities.people.models import User
from forums.spaces.models import Draft, Space, Topic
from forums.spaces.services.talk import CONTROL_CHARACTERS

MAX_LENGTH = 400_000


@transaction.atomic
def save_draft(
    *,
    author: User,
    space: Space,
    topic: Topic | None,
    title: str = "",
    body: str = "",
    even_empty: bool = False,
) -> Draft | None:
    """Keep an unsent topic or reply, one for each place.

    An empty one is forgotten, unless files are about to join it (``even_empty``).
    """
    draft = Draft.objects.filter(author=author, space=space, topic=topic).first()
    if topic is not None and draft is None:
        draft = Draft.objects.filter(author=author, topic=topic).first()
    if not title.strip() and not body.strip() and not even_empty and not _has_files(draft):
        if draft is not None:
            draft.delete()
        return None
    if draft is None:
        draft = Draft(author=author, space=space, topic=topic)
    draft.title = CONTROL_CHARACTERS.sub("", title)[:255]
    draft.body = CONTROL_CHARACTERS.sub("", body)[:MAX_LENGTH]
    draft.save()
    return draft


def _has_files(draft: Draft | None) -> bool:
    return draft is not None and draft.files.exists()


@transaction.atomic
def discard_draft(*, draft: Draft) -> None:
    """Forget a draft and the files that came with it."""
    for file in draft.files.all():
        transaction.on_commit(partial(file.file.delete, save=False))
    draft.delete()
