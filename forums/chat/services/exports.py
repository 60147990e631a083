"""Handing a room's history over as a file; that it happened is written down."""

import json
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from communities.people.models import User
from forums.chat.models import Message, Room, RoomEvent
from forums.chat.selectors.messages import messages_of
from forums.chat.services.rooms import record_room_event
from forums.spaces.markup import clean

CHUNK = 500
FORMATS = {"html": "text/html", "json": "application/json"}


@transaction.atomic
def export_room(*, room: Room, by: User, format: str) -> Iterator[str]:  # noqa: A002 -- the field's word
    """Write the history, a part at a time; ``format`` is a key of ``FORMATS``."""
    record_room_event(room, RoomEvent.Kind.EXPORTED, by, format.upper())
    return _as_html(room) if format == "html" else _as_json(room)


def _messages(room: Room) -> Iterator[Message]:
    rows = messages_of(room).filter(deleted_at__isnull=True)
    return rows.select_related("author").prefetch_related("files").iterator(CHUNK)


def _as_html(room: Room) -> Iterator[str]:
    yield format_html(
        '<!doctype html><html lang="{}"><meta charset="utf-8"><title>{}</title><h1>{}</h1><p>{}</p>',
        room.community.language,
        room.name,
        room.name,
        _("%(community)s, as on %(date)s")
        % {"community": room.community, "date": timezone.localtime().isoformat(" ", "minutes")},
    )
    for message in _messages(room):
        yield format_html(
            '<article id="m{}"><p><b>{}</b> <time datetime="{}">{}</time></p>{}</article>\n',
            message.pk,
            message.author,
            message.sent_at.isoformat(),
            timezone.localtime(message.sent_at).isoformat(" ", "minutes"),
            SafeString(clean(message.html)),
        )
    yield "</html>\n"


def _as_json(room: Room) -> Iterator[str]:
    head = {"community": room.community.slug, "room": room.name, "messages": None}
    yield json.dumps(head, ensure_ascii=False)[: -len("null}")] + "["
    for number, message in enumerate(_messages(room)):
        row = {
            "id": message.pk,
            "position": message.position,
            "author": str(message.author),
            "sent_at": message.sent_at.isoformat(),
            "edited_at": message.edited_at and message.edited_at.isoformat(),
            "reply_to": message.reply_to_id,
            "text": message.body,
            "files": [file.name for file in message.files.all()],
        }
        yield (",\n" if number else "\n") + json.dumps(row, ensure_ascii=False)
    yield "\n]}\n"
