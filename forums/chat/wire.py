"""A message as clients receive it: the same for every reader, so that one frame serves all.

``id`` and ``k`` name it, ``n`` orders it, ``v`` is its last change; ``a`` and ``by`` are its author,
``at`` its time. Left out when empty: ``re`` (what it answers), ``r`` (reactions: kind to people),
``f`` (files: key, name, kind, bytes), ``me`` (people mentioned), ``e`` (edited), ``d`` (deleted).
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from forums.chat.models import Message, Room
from forums.spaces.markup import excerpt

REPLY_LENGTH = 80
Wire = dict[str, Any]


def message_frame(room: Room, message: Message, sequence: int, *, is_bare: bool = False) -> Wire:
    """Build the frame that tells a room of a new or changed message."""
    wire = wire_of(message, is_bare=is_bare)
    return {"t": "m", "p": room.place, "n": sequence, "m": wire}


def standing_frame(room: Room) -> Wire:
    """Build the frame that says how far a room is; clients fetch what they miss."""
    return {"t": "at", "p": room.place, "n": room.sequence, "begins": room.begins_after}


def wires_of(messages: QuerySet[Message] | Sequence[Message]) -> list[Wire]:
    """Turn messages into wires in a constant number of queries."""
    rows = list(messages)
    prefetch_related_objects(rows, "author", "reply_to__author", "reactions", "files", "mentions")
    return [wire_of(one) for one in rows]


def wire_of(message: Message, *, is_bare: bool = False) -> Wire:
    """Turn a message into what clients receive; ``is_bare`` says that nothing hangs on it yet."""
    wire: Wire = {
        "id": message.pk,
        "n": message.position,
        "v": message.changed,
        "a": message.author_id,
        "by": str(message.author),
        "at": message.sent_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "html": message.html,
    }
    if message.client_key:
        wire["k"] = message.client_key.partition(":")[2]
    if message.deleted_at is not None:
        return wire | {"html": "", "d": 1}
    if message.edited_at is not None:
        wire["e"] = 1
    reply = message.reply_to
    if reply is not None and reply.deleted_at is None:
        text = excerpt(reply.body, REPLY_LENGTH)
        wire["re"] = {"id": reply.pk, "by": str(reply.author), "text": text}
    return wire if is_bare else wire | _attached(message)


def _attached(message: Message) -> Wire:
    found: Wire = {}
    for reaction in message.reactions.all():
        found.setdefault("r", {}).setdefault(reaction.kind, []).append(reaction.person_id)
    for file in message.files.all():
        found.setdefault("f", []).append([file.key, file.name, file.content_type, file.size])
    for mention in message.mentions.all():
        found.setdefault("me", []).append(mention.person_id)
    return found
