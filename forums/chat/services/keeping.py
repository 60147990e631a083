"""From talk to topic: messages kept in the forum, with their authors, times and links."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from communities.circles.services.audiences import audiences_of, lets_more_in
from communities.people.models import User
from forums.chat.models import Message, Room, RoomEvent
from forums.chat.services.rooms import record_room_event
from forums.spaces.models import Space, Topic
from forums.spaces.refusals import Refused
from forums.spaces.services.keeping import Words, keep_talk


@transaction.atomic
def keep_messages(
    *, room: Room, messages: Sequence[Message], space: Space, title: str, by: User
) -> Topic:
    """Make a topic of messages; each becomes a post by its author, dated as it was said.

    Raises ``Refused`` when the space would show them to more people than the room does: that waits
    for the consent of those who wrote.
    """
    if space.community_id != room.community_id or not space.scope.is_open:
        raise Refused(_("This space takes no topics; nothing was kept."))
    if lets_more_in(audiences_of(space.scope), audiences_of(room.scope)):
        raise Refused(
            _(
                "More people can read that space than this room. What was said here among fewer "
                "people stays among them; nothing was kept."
            )
        )
    said = [one for one in messages if one.room_id == room.pk and one.deleted_at is None]
    if not said:
        raise Refused(_("Choose the messages to keep."), status=400)
    words = [
        Words(author=one.author, body=f"{one.body}\n\n[{room.name}](/m/{one.pk}/)", at=one.sent_at)
        for one in said
    ]
    topic = keep_talk(space=space, title=title, words=words)
    Message.objects.filter(pk__in=[one.pk for one in said]).update(kept_in=topic)
    record_room_event(room, RoomEvent.Kind.KEPT, by, str(len(said)))
    return topic
