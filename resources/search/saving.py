"""Searches that people keep: the same question, asked for them now and then."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils import timezone

from communities.access import access_for
from communities.people.models import User
from resources.search.asking import Asked, asked
from resources.search.engine import QuestionError
from resources.search.finding import ON_PAGE, find
from resources.search.models import SavedSearch

logger = logging.getLogger(__name__)

MOST_SAVED = 50  # of one person


def saved_searches(person: User) -> QuerySet[SavedSearch]:
    """Return a person's saved searches, those with something new first."""
    return SavedSearch.objects.filter(person=person)


def access_saved_search(person: User, pk: int) -> SavedSearch:
    """Fetch one's own saved search or raise 404."""
    found = saved_searches(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def save_search(*, person: User, question: Asked) -> bool:
    """Keep a search; tell whether it is new and there was room for it."""
    if not question.words or saved_searches(person).count() >= MOST_SAVED:
        return False
    _saved, is_new = SavedSearch.objects.get_or_create(
        person=person, address=question.address(), defaults={"words": question.words}
    )
    return is_new


@transaction.atomic
def forget_search(*, saved: SavedSearch) -> None:
    """Keep a search no longer."""
    saved.delete()


@transaction.atomic
def mark_seen(*, saved: SavedSearch) -> None:
    """Note that its person looks at it now."""
    SavedSearch.objects.filter(pk=saved.pk).update(seen_at=timezone.now(), new_count=0)


@transaction.atomic
def rename_tag_in_saved_searches(*, names: Collection[str], to: str) -> int:
    """Let saved searches ask for a tag by its new name; return how many did by an old one."""
    changed = 0
    for saved in SavedSearch.objects.filter(address__contains="tag="):
        question = asked(QueryDict(saved.address.removeprefix("?")))
        if question.filters.tag not in names:
            continue
        changed += 1
        address = question.address(tag=to)
        if SavedSearch.objects.filter(person=saved.person_id, address=address).exists():
            saved.delete()
        else:
            SavedSearch.objects.filter(pk=saved.pk).update(address=address)
    return changed


def look_into_saved_searches() -> int:
    """Ask every saved search for its person; return how many have something new."""
    return sum(_look_into(saved) for saved in SavedSearch.objects.select_related("person"))


def _look_into(saved: SavedSearch) -> bool:
    """Count what matches and was written since; only what this person may read now counts."""
    question = asked(QueryDict(saved.address.removeprefix("?")))
    since = saved.seen_at.astimezone(UTC).date()  # indexes know the days of UTC
    earliest = max(filter(None, (since, question.filters.since)))
    try:
        results = find(
            access_for(saved.person),
            question.words,
            replace(question.filters, since=earliest),
            of_each=ON_PAGE,
        )
    except QuestionError:
        logger.warning("Saved search %s cannot be asked any more", saved.pk)
        return False
    written = [result.shown.written_at for group in results.groups for result in group.results]
    count = sum(1 for at in written if at is not None and at > saved.seen_at)
    if count != saved.new_count:
        SavedSearch.objects.filter(pk=saved.pk, seen_at=saved.seen_at).update(new_count=count)
    return count > 0
