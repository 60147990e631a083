"""Telling core groups that the day has come to look at a resource again."""

from collections import defaultdict

from django.db import transaction

from communities.circles.models import Community
from communities.circles.readers import readers_of
from communities.people.models import User
from resources.library.letters import tell_of_reviews
from resources.library.models import ResourcePage, ReviewReminder
from resources.library.selectors.review import without_reminder


def remind_of_reviews() -> int:
    """Tell each open community's core group what is due; return of how many resources."""
    waiting = without_reminder().order_by("community").values_list("community", flat=True)
    return sum(_remind(pk) for pk in waiting.distinct())


@transaction.atomic
def _remind(community_pk: int) -> int:
    """Mark what is told, then write: one letter to a person, however much is due."""
    # Another tick waits here, and then finds everything marked.
    Community.objects.select_for_update().get(pk=community_pk)
    pages = list(without_reminder().filter(community=community_pk).select_related("community"))
    ReviewReminder.objects.bulk_create(
        ReviewReminder(page=page, due_on=page.review_on) for page in pages if page.review_on
    )
    for person, read in _readers(pages).items():
        tell_of_reviews(person, read)
    return len(pages)


def _readers(pages: list[ResourcePage]) -> dict[User, list[ResourcePage]]:
    """Find who of the core group reads which; a named list may leave some of them out."""
    found: dict[User, list[ResourcePage]] = defaultdict(list)
    people = {scope: list(readers_of(scope)) for scope in {page.draft_scope for page in pages}}
    for page in pages:
        for person in people[page.draft_scope]:
            found[person].append(page)
    return found
