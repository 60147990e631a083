"""From one server process to the others, through Channels' layer when Redis connects them.

The in-memory layer reaches no other process, so it is not asked.
"""

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

from communities.live.frames import Frame

if TYPE_CHECKING:
    from communities.live.hub import Hub

logger = logging.getLogger(__name__)

GROUP = "live"
SECONDS_BETWEEN_JOININGS = 1800  # well within the layer's group_expiry
SECONDS_TO_RECOVER = 1.0
MOST_WAITING = 10_000


class Relay:
    """This process's end of the layer."""

    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self.is_up = True
        self._name = secrets.token_hex(8)
        self._waiting: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)

    def announce(self, place: str, sequence: int, content: dict[str, Any]) -> None:
        """Tell the other processes of a frame."""
        self._send({"place": place, "sequence": sequence, "content": content})

    def announce_people(self, place: str, people: dict[int, str]) -> None:
        """Tell the other processes who is present here."""
        self._send({"place": place, "people": list(people.items())})

    def announce_from_outside(self, place: str, sequence: int, content: dict[str, Any]) -> None:
        """Tell the server processes of a frame from one that serves nobody (a command)."""
        if not settings.REDIS_URL:
            return
        message = {"place": place, "sequence": sequence, "content": content}
        try:
            async_to_sync(self._group_send)(message)
        except Exception as error:  # noqa: BLE001 -- the row is stored; the server looks by itself
            logger.warning("The relay is down: %s", error)

    def _send(self, message: dict[str, Any]) -> None:
        # What does not fit is dropped: the others look at the database by themselves.
        if settings.REDIS_URL and not self._waiting.full():
            self._waiting.put_nowait(message)

    async def send_forever(self) -> None:
        """Send what waits, in its order: frames that overtake one another make clients ask."""
        while settings.REDIS_URL:
            message = await self._waiting.get()
            try:
                await self._group_send(message)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 -- Redis is away
                logger.warning("The relay is down: %s", error)

    async def _group_send(self, message: dict[str, Any]) -> None:
        layer = get_channel_layer()
        await layer.group_send(GROUP, {"type": "live", "from": self._name} | message)

    async def listen_forever(self) -> None:
        """Hear the other processes; when Redis is away, try again each second."""
        while settings.REDIS_URL:
            try:
                await self._listen()
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 -- Redis is away
                logger.warning("The relay is down: %s", error)
                self._turn(is_up=False)
                await asyncio.sleep(SECONDS_TO_RECOVER)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel("live")
        while True:
            await layer.group_add(GROUP, channel)
            self._turn(is_up=True)
            until = asyncio.get_running_loop().time() + SECONDS_BETWEEN_JOININGS
            while (left := until - asyncio.get_running_loop().time()) > 0:
                try:
                    message = await asyncio.wait_for(layer.receive(channel), left)
                except TimeoutError:
                    break
                self._heard(message)

    def _turn(self, *, is_up: bool) -> None:
        """Tell everybody that messages may come a moment late, or no longer do."""
        if is_up != self.is_up:
            self.is_up = is_up
            self._hub.tell_everybody(Frame({"t": "line", "slow": not is_up}))

    def _heard(self, message: dict[str, Any]) -> None:
        if message["from"] == self._name:
            return
        place = message["place"]
        if "people" in message:
            self._hub.presence.heard(place, message["from"], dict(message["people"]))
        elif place in self._hub.inside:
            self._hub.deliver(place, message["sequence"], Frame(message["content"]))
