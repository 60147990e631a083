"""Sending a message: stored with the next number of its room, then told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.access import access_for
from communities.circles.readers import readers_of
from communities.live.services import notify_place
from communities.pace import count_in_minute
from communities.people.models import User
from communities.policy import Action, can
from forums.chat.models import Mention, Message, MessageFile, Room
from forums.chat.search import touch_message
from forums.chat.selectors.messages import named_people
from forums.chat.wire import Wire, message_frame, wire_of
from forums.spaces.markup import render
from forums.spaces.refusals import Refused, TooFast
from forums.spaces.services.talk import clean_text
from resources.files.inspection import InspectedFile
from resources.files.storing import store_file

# "@Awa Diop" may be followed by anything: the longest name that somebody carries counts.
NAMED = re.compile(r"(?<!\w)@(\w[\w'’.-]*(?: \w[\w'’.-]*){0,2})")
MOST_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class Sent:
    """The message that stands for what was sent; ``is_new`` is false for a repeated sending."""

    message: Message
    wire: Wire
    sequence: int
    is_new: bool


def send_message(
    *,
    room: Room,
    author: User,
    body: str,
    client_key: str = "",
    reply_to: int | None = None,
    files: Sequence[InspectedFile] = (),
) -> Sent:
    """Say something; sending the same ``client_key`` again changes nothing.

    Raises ``Refused`` when the author may not write here (any more) or says nothing or too much,
    ``TooFast`` above the rate limit.
    """
    key = f"{author.pk}:{client_key[:60]}" if client_key else None
    try:
        with transaction.atomic():
            return _store(room, author, (_checked(body, files), key, reply_to), files)
    except (IntegrityError, Refused):
        # The same key may have been stored before, and only the answer was lost.
        earlier = _sent_earlier(key)
        if earlier is None:
            raise
        return earlier


def _checked(body: str, files: Sequence[InspectedFile]) -> str:
    text = clean_text(body.encode("utf-8", "ignore").decode())
    if not text and not files:
        raise Refused(_("Write something first."), status=400)
    if len(text) > settings.MESSAGE_MAX_LENGTH:
        longest = {"count": settings.MESSAGE_MAX_LENGTH}
        text = _("A message has %(count)d characters at the most; write a topic instead.") % longest
        raise Refused(text, status=400)
    return text


def next_number(room_pk: int, *, for_message: bool = False) -> Room:
    """Take the next number of a room; its row stays locked until the transaction ends."""
    number = F("sequence") + 1
    changes = {"sequence": number, "last_position": number} if for_message else {"sequence": number}
    Room.objects.filter(pk=room_pk).update(**changes)
    return Room.objects.select_related("community").get(pk=room_pk)


def require_calm(author: User) -> None:
    """Raise ``TooFast`` above ``CHAT_PER_MINUTE`` messages in a minute."""
    if count_in_minute("chat", author.pk) > settings.CHAT_PER_MINUTE:
        raise TooFast(_("You wrote a lot just now. Wait a minute and send again."))


def require_writer(room: Room, person: User) -> None:
    """Raise ``Refused`` unless the person may write in the room at this moment."""
    standing = access_for(person)
    if not can(standing, Action.READ, room.scope):
        raise Refused(_("You can no longer read this room; nothing was sent."), status=404)
    if not can(standing, Action.WRITE, room.scope):
        raise Refused(_("You may read here, not write."))


def _store(
    room: Room,
    author: User,
    said: tuple[str, str | None, int | None],
    files: Sequence[InspectedFile],
) -> Sent:
    text, key, reply_to = said
    require_calm(author)
    html = render(text)
    room = next_number(room.pk, for_message=True)
    require_writer(room, author)
    answered = Message.objects.filter(pk=reply_to, room=room) if reply_to else None
    message = Message.objects.create(
        room=room,
        position=room.sequence,
        changed=room.sequence,
        author=author,
        body=text,
        html=html,
        client_key=key,
        reply_to=answered.select_related("author").first() if answered is not None else None,
        sent_at=timezone.now(),
    )
    touch_message(message)
    for file in files:
        store_file(MessageFile(message=message, owner=author), file)
    if "@" in text:
        remember_mentions(message, room)
    is_bare = not files and "@" not in text
    frame = message_frame(room, message, room.sequence, is_bare=is_bare)
    notify_place(place=room.place, sequence=room.sequence, frame=frame)
    return Sent(message, frame["m"], room.sequence, is_new=True)


def remember_mentions(message: Message, room: Room) -> None:
    """Keep whom a message names, of those who can read the room."""
    names = {
        " ".join(words[:count])
        for words in (name.split(" ") for name in NAMED.findall(message.body)[:MOST_MENTIONS])
        for count in range(1, len(words) + 1)
    }
    people = named_people(room, sorted(names), readers_of(room.scope)) if names else []
    Mention.objects.filter(message=message).exclude(person__in=people).delete()
    Mention.objects.bulk_create(
        [Mention(message=message, person=person) for person in people], ignore_conflicts=True
    )


def _sent_earlier(key: str | None) -> Sent | None:
    if key is None:
        return None
    rows = Message.objects.select_related("room", "author", "reply_to__author")
    found = rows.filter(client_key=key).first()
    if found is None:
        return None
    return Sent(found, wire_of(found), found.room.sequence, is_new=False)
