"""Rooms, what is said in them, and what each person keeps of them."""

from forums.chat.models.messages import (
    Mention,
    Message,
    MessageFile,
    MessageRevision,
    Reaction,
)
from forums.chat.models.people import ChatHours, RoomMark
from forums.chat.models.rooms import Room, RoomEvent, SessionRoom

__all__ = [
    "ChatHours",
    "Mention",
    "Message",
    "MessageFile",
    "MessageRevision",
    "Reaction",
    "Room",
    "RoomEvent",
    "RoomMark",
    "SessionRoom",
]
