"""Making reading lists: putting resources on them, in order, and sharing them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Max, QuerySet

from communities.circles.models import Community
from communities.people.models import User
from communities.people.services.closing import closing_steps
from communities.policy import Audience
from resources.library.models import ReadingList, ReadingListItem, ResourcePage

MOST_LISTS = 50
MOST_ITEMS = 200


class TooMany(Exception):  # noqa: N818 -- a refusal, worded for people where it is shown
    """There are as many as there may be."""


@transaction.atomic
def make_list(
    *,
    owner: User,
    title: str,
    description: str = "",
    community: Community | None = None,
    read_audience: Audience = Audience.OUTER,
) -> ReadingList:
    """Begin a reading list; raise ``TooMany`` when its owner has enough of them."""
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    if ReadingList.objects.filter(owner=owner).count() >= MOST_LISTS:
        raise TooMany
    return ReadingList.objects.create(
        owner=owner,
        title=title,
        description=description,
        community=community,
        read_audience=read_audience,
    )


@transaction.atomic
def change_list(
    *,
    reading_list: ReadingList,
    title: str,
    description: str,
    community: Community | None,
    read_audience: Audience,
) -> bool:
    """Keep new words and a new audience for a list."""
    found = ReadingList.objects.select_for_update(of=("self",)).get(pk=reading_list.pk)
    wanted = (title, description, community and community.pk, read_audience)
    if wanted == (found.title, found.description, found.community_id, found.read_audience):
        return False
    found.title, found.description = title, description
    found.community, found.read_audience = community, read_audience
    found.save(update_fields=["title", "description", "community", "read_audience"])
    return True


@transaction.atomic
def unshare_list(*, reading_list: ReadingList) -> bool:
    """Make a list its owner's alone."""
    rows = ReadingList.objects.filter(pk=reading_list.pk, community__isnull=False)
    return bool(rows.update(community=None))


@transaction.atomic
def delete_list(*, reading_list: ReadingList) -> bool:
    """Delete a list; the resources stay."""
    deleted, _rows = ReadingList.objects.filter(pk=reading_list.pk).delete()
    return bool(deleted)


@transaction.atomic
def put_on_list(*, reading_list: ReadingList, page: ResourcePage) -> bool:
    """Put a resource at the end of a list; raise ``TooMany`` when the list is full."""
    items = _locked_items(reading_list)
    if items.filter(page=page.pk).exists():
        return False
    if items.count() >= MOST_ITEMS:
        raise TooMany
    last = items.aggregate(last=Max("position"))["last"] or 0
    ReadingListItem.objects.create(reading_list=reading_list, page_id=page.pk, position=last + 1)
    return True


@transaction.atomic
def take_off_list(*, reading_list: ReadingList, page_id: int) -> bool:
    """Take a resource off a list."""
    deleted, _rows = ReadingListItem.objects.filter(
        reading_list=reading_list, page=page_id
    ).delete()
    return bool(deleted)


@transaction.atomic
def move_on_list(
    *, reading_list: ReadingList, page_id: int, steps: int, shown: Collection[int]
) -> bool:
    """Change places with a neighbour among the resources that are shown to who moves it.

    What is hidden from them keeps its place, so that nothing of it can be felt.
    """
    items = [item for item in _locked_items(reading_list) if item.page_id in shown]
    places = {item.page_id: number for number, item in enumerate(items)}
    here = places.get(page_id, -1)
    there = here + steps
    if here < 0 or not 0 <= there < len(items):
        return False
    one, other = items[here], items[there]
    one.position, other.position = other.position, one.position
    ReadingListItem.objects.bulk_update([one, other], ["position"])
    return True


@closing_steps.register
def forget_own_lists(person: User) -> None:
    """Delete the lists nobody else reads; shared ones stay for their readers."""
    ReadingList.objects.filter(owner=person, community__isnull=True).delete()


def _locked_items(reading_list: ReadingList) -> QuerySet[ReadingListItem]:
    ReadingList.objects.select_for_update(of=("self",)).get(pk=reading_list.pk)
    return ReadingListItem.objects.filter(reading_list=reading_list.pk)
