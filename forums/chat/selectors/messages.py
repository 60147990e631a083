"""Finding messages one may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from communities.access import require, visible
from communities.people.models import User
from communities.policy import Action, Standing
from forums.chat.models import Message, MessageFile, Room

PER_PAGE = 50
CHANGES = 100


def visible_messages(standing: Standing) -> QuerySet[Message]:
    """Return every message this person may read; deleted ones are nobody's."""
    return visible(standing, Message.objects.filter(deleted_at__isnull=True), "room__")


def access_message(standing: Standing, pk: int, action: Action = Action.READ) -> Message:
    """Fetch a message with its room; 404 unreadable, 403 refused."""
    rows = Message.objects.select_related("room__community", "author")
    message = rows.filter(pk=pk).first()
    if message is None or message.position <= message.room.begins_after:
        raise Http404
    require(standing, action, message.room)
    return message


def access_own_message(standing: Standing, pk: int, person: User) -> Message:
    """Fetch a message one may take back: one's own, or any for the core group."""
    message = access_message(standing, pk)
    if message.author_id != person.pk:
        require(standing, Action.CARE, message.room)
    return message


def access_message_file(standing: Standing, key: str) -> MessageFile:
    """Fetch a file of a readable message; 404 otherwise."""
    rows = MessageFile.objects.select_related("message__room__community")
    found = rows.filter(key=key, message__deleted_at__isnull=True).first()
    if found is None or found.message.position <= found.message.room.begins_after:
        raise Http404
    require(standing, Action.READ, found.message.room)
    return found


@dataclass(frozen=True, slots=True)
class PageOfMessages:
    """Some messages of a room in order; ``older`` and ``newer`` are positions to page from."""

    messages: Sequence[Message]
    older: int | None
    newer: int | None


def messages_for_page(
    room: Room, *, before: int | None = None, after: int | None = None
) -> PageOfMessages:
    """Fetch the page before a position, after one, or the newest: one query."""
    rows = messages_of(room)
    if after is not None:
        found = list(rows.filter(position__gt=after)[: PER_PAGE + 1])
        more, found = len(found) > PER_PAGE, found[:PER_PAGE]
        older = found[0].position if found and after > room.begins_after else None
        return PageOfMessages(found, older, found[-1].position if more else None)
    if before is not None:
        rows = rows.filter(position__lt=before)
    found = list(rows.order_by("-position")[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE][::-1]
    newer = found[-1].position if before is not None and found else None
    return PageOfMessages(found, found[0].position if more else None, newer)


def messages_of(room: Room) -> QuerySet[Message]:
    """Return a room's messages in order, without those whose days are over."""
    rows = Message.objects.filter(room=room, position__gt=room.begins_after).order_by("position")
    if room.retention_days is None:
        return rows
    return rows.filter(sent_at__gt=timezone.now() - timedelta(days=room.retention_days))


def answered_in(room: Room, pk: int) -> QuerySet[Message]:
    """Return the message of a room that somebody wants to answer, if it is there."""
    return messages_of(room).filter(pk=pk, deleted_at__isnull=True)


def changes_since(room: Room, sequence: int) -> tuple[list[Message], bool]:
    """Fetch what changed after a number, in the order of change; tell whether there is more."""
    rows = messages_of(room).filter(changed__gt=sequence).order_by("changed")
    found = list(rows[: CHANGES + 1])
    return found[:CHANGES], len(found) > CHANGES


def first_unread(messages: Sequence[Message], read_to: int, person: User) -> int:
    """Return the position of the first message new to a person; 0 when there is none."""
    for message in messages:
        if message.position > read_to and message.author_id != person.pk:
            return message.position
    return 0


def named_people(room: Room, names: Sequence[str], readers: QuerySet[User]) -> list[User]:
    """Find the people of these names who can read a room; a name that two carry is nobody's."""
    condition = Q()
    for name in names:
        condition |= Q(display_name__iexact=name)
    people = list(readers.filter(condition)) if names else []
    by_name: dict[str, list[User]] = {}
    for person in people:
        by_name.setdefault(person.display_name.casefold(), []).append(person)
    return [found[0] for found in by_name.values() if len(found) == 1]
