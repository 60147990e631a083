"""Chat messages, to be found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.access import visible
from communities.policy import Standing
from forums.chat.models import Message, MessageFile, Room
from forums.chat.selectors.rooms import visible_rooms
from forums.spaces.markup import excerpt
from resources.search.engine import Document, Thing
from resources.search.file_words import words_in
from resources.search.registry import (
    SearchSource,
    Shown,
    all_of,
    keys_of,
    place_name,
    register_places,
    register_source,
)
from resources.search.services import touch

MESSAGE, ROOM = "message", "room"


def _messages() -> QuerySet[Message]:
    return Message.objects.filter(deleted_at__isnull=True).order_by("pk")


def message_documents(things: Collection[Thing]) -> Iterable[Document]:
    """Make a document of each message, from plain rows: there are very many."""
    keys = keys_of(things, MESSAGE)
    files: defaultdict[int, list[MessageFile]] = defaultdict(list)
    for file in MessageFile.objects.filter(message__in=keys):
        files[file.message_id].append(file)
    rows = (
        _messages()
        .filter(pk__in=keys)
        .values_list(
            "pk",
            "body",
            "sent_at",
            "author_id",
            "room_id",
            "room__community",
            "room__community__language",
        )
    )
    for key, body, sent_at, author, room, home, spoken in rows:
        yield Document(
            Thing(MESSAGE, key),
            place=place_name(ROOM, room),
            language=spoken,
            is_guessed=True,
            written_at=sent_at,
            title="",
            text=f"{body}\n{words_in(files[key])}" if key in files else body,
            community_id=home,
            author_id=author,
        )


def readable_messages(standing: Standing, things: Collection[Thing]) -> Mapping[Thing, Shown]:
    """Fetch those of the messages that this person may read."""
    rows = visible(standing, _messages().filter(pk__in=keys_of(things, MESSAGE)), "room__")
    return {
        Thing(MESSAGE, message.pk): Shown(
            title=message.room.name,
            address=reverse("chat:message", args=[message.pk]),
            text=excerpt(message.body, len(message.body) + 1),
            language=message.room.community.language,
            community=message.room.community.name,
            author=message.author.get_full_name(),
            written_at=message.sent_at,
            scope=message.room.scope,
        )
        for message in rows.select_related("room__community", "author")
    }


def touch_message(message: Message, *, gone: bool = False) -> None:
    """Touch a message; a deleted one is found by nobody from now on."""
    place = place_name(ROOM, message.room_id) if gone else ""
    touch([Thing(MESSAGE, message.pk)], hidden_from=place)


def touch_messages_of(room: Room, messages: QuerySet[Message] | None = None) -> None:
    """Touch messages that leave a room, all of them if none are named."""
    rows = Message.objects.filter(room=room) if messages is None else messages
    keys = rows.order_by().values_list("pk", flat=True).iterator()
    touch((Thing(MESSAGE, key) for key in keys), hidden_from=place_name(ROOM, room.pk))


def register() -> None:
    """Let messages be found."""
    register_places(ROOM, visible_rooms)
    register_source(
        SearchSource(
            order=3,
            kinds={MESSAGE: _("Chat messages")},
            everything=lambda: all_of(MESSAGE, _messages(), message_documents),
            documents=message_documents,
            readable=readable_messages,
        )
    )
