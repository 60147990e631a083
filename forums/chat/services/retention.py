"""Forgetting messages whose days are over."""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from forums.chat.models import Message, MessageFile, Room
from forums.chat.search import touch_messages_of
from forums.chat.services.rooms import forget_up_to
from resources.files.storing import forget_bytes


def forget_old_messages() -> int:
    """Delete what rooms no longer keep, with its files; return how many messages went."""
    keys = Room.objects.filter(retention_days__isnull=False).values_list("pk", flat=True)
    return sum(_forget_in(key) for key in list(keys))


@transaction.atomic
def _forget_in(room_pk: int) -> int:
    room = Room.objects.select_for_update().get(pk=room_pk)
    until = timezone.now() - timedelta(days=room.retention_days or 0)
    old = Message.objects.filter(room=room, sent_at__lte=until)
    last = old.aggregate(last=Max("position"))["last"]
    return 0 if last is None else forget_messages(room, last)


def forget_messages(room: Room, last: int) -> int:
    """Delete the messages of a locked room up to a position, with their files; count them."""
    old = Message.objects.filter(room=room, position__lte=last)
    for file in MessageFile.objects.filter(message__in=old):
        transaction.on_commit(partial(forget_bytes, file))
    _renumber_answers(room, last)
    touch_messages_of(room, old)
    count = old.count()
    old.delete()
    forget_up_to(room, last)
    return count


def _renumber_answers(room: Room, last: int) -> None:
    """Count each message that quotes a forgotten one as changed."""
    answers = Message.objects.filter(room=room, position__gt=last, reply_to__position__lte=last)
    for answer in answers.order_by("position"):
        room.sequence += 1
        Message.objects.filter(pk=answer.pk).update(changed=room.sequence)
