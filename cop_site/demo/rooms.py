"""Let the people of the demo talk in the rooms, each message at its time."""

from datetime import datetime, timedelta

from django.test.utils import override_settings

from communities.circles.models import Community
from communities.people.models import User
from cop_site.demo.talk import PLACES
from cop_site.demo.texts import read
from forums.chat.models import Message, Reaction, Room
from forums.chat.services.changes import react
from forums.chat.services.sending import send_message


def tell_rooms(community: Community, name: str, people: dict[str, User], now: datetime) -> None:
    """Say what the texts hold for a community's rooms."""
    rooms = dict(zip(PLACES, Room.objects.filter(community=community), strict=True))
    with override_settings(CHAT_PER_MINUTE=1000):
        for place, texts in read("rooms").get(name, {}).items():
            said = [
                say(rooms[place], people[author], body, now - timedelta(minutes=minutes))
                for author, minutes, body in texts
            ]
            # Somebody always thanks for the first answer.
            if len(said) > 1:
                react(message=said[1], person=said[0].author, kind=Reaction.Kind.THANKS)


def say(room: Room, author: User, body: str, moment: datetime) -> Message:
    """Send a message, then set its clock back."""
    message = send_message(room=room, author=author, body=body).message
    Message.objects.filter(pk=message.pk).update(sent_at=moment)
    return message
