"""Editing, taking back and answering a message: each is a new number of its room, then told."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.live.services import notify_place
from communities.people.models import User
from forums.chat.models import Message, MessageRevision, Reaction
from forums.chat.search import touch_message
from forums.chat.services.sending import next_number, remember_mentions, require_writer
from forums.chat.wire import Wire, message_frame
from forums.spaces.markup import render
from forums.spaces.refusals import Refused
from forums.spaces.services.talk import clean_text

QUIET_EDIT = timedelta(minutes=5)
RESTORE_WITHIN = timedelta(days=30)


@transaction.atomic
def edit_message(*, message: Message, editor: User, body: str) -> Wire | None:
    """Change the words of one's own message; after five minutes the earlier words stay readable.

    Returns the message as it now is, or none when nothing changed. Raises ``Refused``.
    """
    message = _current(message)
    text = clean_text(body.encode("utf-8", "ignore").decode())
    if message.author_id != editor.pk or message.deleted_at is not None or not text:
        raise Refused(_("This message cannot be edited so; your text is kept below."), status=400)
    if text == message.body:
        return None
    room = next_number(message.room_id)
    require_writer(room, editor)
    now = timezone.now()
    if now - message.sent_at > QUIET_EDIT:
        MessageRevision.objects.create(message=message, body=message.body)
        message.edited_at = now
    message.body, message.html, message.changed = text, render(text), room.sequence
    message.save(update_fields=["body", "html", "changed", "edited_at"])
    remember_mentions(message, room)
    touch_message(message)
    return _tell_with_answers(message, room.sequence)


@transaction.atomic
def delete_message(*, message: Message, by: User) -> Wire | None:
    """Take a message out of sight, keeping its place; none when it was gone already."""
    message = _current(message)
    rows = Message.objects.filter(pk=message.pk, deleted_at__isnull=True)
    if not rows.exists():
        return None
    room = next_number(message.room_id)
    rows.update(deleted_at=timezone.now(), deleted_by=by, changed=room.sequence)
    touch_message(message, gone=True)
    return _tell_with_answers(_current(message), room.sequence)


@transaction.atomic
def restore_message(*, message: Message) -> Wire | None:
    """Give a deleted message back, within thirty days; none when there was nothing to give."""
    message = _current(message)
    rows = Message.objects.filter(pk=message.pk, deleted_at__gt=timezone.now() - RESTORE_WITHIN)
    if not rows.exists():
        return None
    room = next_number(message.room_id)
    rows.update(deleted_at=None, deleted_by=None, changed=room.sequence)
    touch_message(message)
    return _tell_with_answers(_current(message), room.sequence)


@transaction.atomic
def react(*, message: Message, person: User, kind: Reaction.Kind) -> Wire:
    """Set a reaction, or take it back when it stands already."""
    message = _current(message)
    room = next_number(message.room_id)
    require_writer(room, person)
    if not Reaction.objects.filter(message=message, person=person, kind=kind).delete()[0]:
        Reaction.objects.create(message=message, person=person, kind=kind)
    Message.objects.filter(pk=message.pk).update(changed=room.sequence)
    return _tell(_current(message), room.sequence)


def _tell_with_answers(message: Message, sequence: int) -> Wire:
    """Tell of a message, then of those that quote it."""
    wire = _tell(message, sequence)
    for answer in Message.objects.filter(reply_to=message, deleted_at__isnull=True):
        room = next_number(answer.room_id)
        Message.objects.filter(pk=answer.pk).update(changed=room.sequence)
        _tell(_current(answer), room.sequence)
    return wire


def _current(message: Message) -> Message:
    rows = Message.objects.select_related("room", "author", "reply_to__author")
    return rows.get(pk=message.pk)


def _tell(message: Message, sequence: int) -> Wire:
    frame = message_frame(message.room, message, sequence)
    notify_place(place=message.room.place, sequence=sequence, frame=frame)
    wire: Wire = frame["m"]
    return wire
