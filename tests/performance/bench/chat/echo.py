"""A floor: a group of Channels as its guide shows it, one consumer for each socket. Nothing is stored."""

import json
from collections import Counter
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from tests.performance.bench.chat.floor import answer, nothing_kept

settings.configure(CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}})

numbers: Counter[str] = Counter()


class Echo(AsyncWebsocketConsumer):
    """Sends what one says to the group of the room."""

    async def connect(self) -> None:
        self.places: set[str] = set()
        await self.accept()
        await self.send('{"t":"hi","you":1}')

    async def disconnect(self, code: int) -> None:
        for place in self.places:
            await self.channel_layer.group_discard(place, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        frame = json.loads(text_data or "")
        group = frame["p"].replace(":", "-")  # a group's name takes no colon
        if frame["t"] == "join":
            self.places.add(group)
            await self.channel_layer.group_add(group, self.channel_name)
        heard, answered = answer(frame, numbers)
        if heard:
            await self.channel_layer.group_send(group, {"type": "spoken", "text": heard})
        await self.send(answered)

    async def spoken(self, event: dict[str, Any]) -> None:
        await self.send(event["text"])


async def changes(scope: Any, receive: Any, send: Any) -> None:
    """Answer whoever found a gap: the layer drops what a full channel cannot take."""
    body = nothing_kept(scope["path"], numbers)
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


application = ProtocolTypeRouter({"http": changes, "websocket": Echo.as_asgi()})
