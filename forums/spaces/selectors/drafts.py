"""A person's own drafts and the files in them."""

from django.db.models import QuerySet
from django.http import Http404

from communities.access import visible
from communities.people.models import User
from communities.policy import Standing
from forums.spaces.models import Attachment, Draft, Space, Topic


def draft_for(person: User, space: Space, topic: Topic | None) -> Draft | None:
    """Return what the person left unsent here."""
    rows = Draft.objects.filter(author=person)
    rows = rows.filter(topic=topic) if topic else rows.filter(space=space, topic__isnull=True)
    return rows.first()


def own_drafts(standing: Standing, person: User) -> QuerySet[Draft]:
    """Return the person's drafts for places they can still read, newest first."""
    rows = visible(standing, Draft.objects.filter(author=person), "space__")
    return rows.select_related("space__forum", "space__community", "topic")


def access_draft(person: User, pk: int) -> Draft:
    """Fetch one of one's own drafts or raise 404."""
    draft = Draft.objects.filter(author=person, pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def files_of(draft: Draft | None) -> list[Attachment]:
    """Return the files kept with a draft; none costs no query."""
    return [] if draft is None else list(draft.files.all())
