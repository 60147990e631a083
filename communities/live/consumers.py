"""The websocket: who may open one, what it may say, how fast; each layer brings its own frames."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.request import validate_host

from communities.live.frames import Frame, code_for, writer_for
from communities.live.hub import hub
from communities.live.identity import Identity, identify, session_key_of
from communities.live.threads import in_reading_thread
from communities.policy import Standing

logger = logging.getLogger(__name__)

SOCKETS_PER_PERSON = 5
MAX_BYTES = 64 * 1024
FRAMES_PER_SECOND, BURST = 10, 30

BAD_FRAME, SIGNED_OUT, TOO_MANY, TOO_FAST = 4400, 4401, 4408, 4429
TOO_LARGE, NO_TEXT, FAULT = 1009, 1003, 1011
SECONDS_BETWEEN_TRIES = 0.01

Answer = TypeVar("Answer")


class FrameError(ValueError):
    """A frame that no client of ours sends."""


class SocketEnded(Exception):  # noqa: N818 -- what it says is no error
    """The socket was closed while it asked something."""


Handler = Callable[["LiveConsumer", dict[str, Any]], Awaitable[None]]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register what answers frames of a kind (``{"t": kind, …}``)."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


class LiveConsumer(AsyncWebsocketConsumer):
    """One socket of a signed-in person."""

    channel_layer_alias = "none"  # the hub listens for all sockets; none of them listens itself
    identity: Identity

    async def connect(self) -> None:
        """Let a page of this site in, when its session is alive."""
        self.session_key = session_key_of(self.scope)
        self.places: set[str] = set()
        self.missed: set[str] = set()
        self.is_stale = False
        self.looks_due = 0
        self.looked_at = time.monotonic()
        self.tokens = float(BURST)
        self.counted_at = time.monotonic()
        self.is_inside = False
        if not _is_own_page(self.scope):
            await self.close()
            return
        await self.accept()
        identity = await self._identify()
        if identity is None:
            await self.close(SIGNED_OUT)
            return
        self.identity = identity
        self._write = writer_for(self.base_send)
        hub.enter(self)
        self.is_inside = True
        self.say(t="hi", you=identity.person_id, slow=not hub.relay.is_up)
        for oldest in hub.sockets_of(identity.person_id)[:-SOCKETS_PER_PERSON]:
            await oldest.end(TOO_MANY)

    async def disconnect(self, code: int) -> None:
        """Leave every place."""
        if self.is_inside:
            self.is_inside = False
            hub.leave(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Check a frame, then hand it to the layer that knows its kind."""
        if not self.is_inside:
            return
        if bytes_data is not None or text_data is None:
            await self.end(NO_TEXT)
        elif len(text_data) > MAX_BYTES or len(text_data.encode()) > MAX_BYTES:
            await self.end(TOO_LARGE)
        elif not self._has_token():
            await self.end(TOO_FAST)
        else:
            await self._answer(text_data)

    async def _answer(self, text: str) -> None:
        try:
            frame = _parsed(text)
            await self._until_fresh()
            await _handlers[frame["t"]](self, frame)
        except SocketEnded:
            return
        except FrameError:
            await self.end(BAD_FRAME)
        except Exception:
            logger.exception("A frame could not be answered: the socket is closed")
            await self.end(FAULT)

    async def ask(self, question: Callable[[Standing], Answer]) -> Answer:
        """Ask the database something about this standing, again if it changed meanwhile."""
        while True:
            await self._until_fresh()
            standing = self.identity.standing
            answer = await in_reading_thread(question, standing)
            if standing is self.identity.standing and not self.is_stale:
                return answer

    async def _until_fresh(self) -> None:
        while self.is_stale and self.is_inside:  # noqa: ASYNC110 -- over in a moment
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)
        if not self.is_inside:
            raise SocketEnded

    async def _identify(self) -> Identity | None:
        while True:
            heard = hub.heard
            identity = await in_reading_thread(identify, self.session_key)
            if heard == hub.heard:
                return identity

    def write(self, frame: Frame) -> None:
        """Send a frame without waiting for the line."""
        self._write(frame)

    def say(self, **content: Any) -> None:
        """Send something to this socket alone."""
        self._write(Frame(content))

    def drop(self, place: str) -> None:
        """Say that a place is no longer this person's."""
        self.say(t="gone", p=place)

    async def end(self, code: int) -> None:
        """Close, and hear nothing from this moment on."""
        if self.is_inside:
            self.is_inside = False
            self.is_stale = True
            hub.leave(self)
            await self.close(code_for(self.base_send, code))

    def _has_token(self) -> bool:
        now = time.monotonic()
        earned = (now - self.counted_at) * FRAMES_PER_SECOND
        self.tokens = min(BURST, self.tokens + earned) - 1
        self.counted_at = now
        return self.tokens >= 0


def _parsed(text: str) -> dict[str, Any]:
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FrameError from error
    if not isinstance(frame, dict) or str(frame.get("t")) not in _handlers:
        raise FrameError
    return frame


def _is_own_page(scope: dict[str, Any]) -> bool:
    """Tell whether a page of this very site opens the socket: other sites' pages carry its cookie."""
    headers = dict(scope.get("headers", ()))
    host = headers.get(b"host", b"").decode("latin1")
    schemes = {"https"} if settings.HTTPS_ONLY else {"http", "https"}
    try:
        origin = urlsplit(headers.get(b"origin", b"").decode("latin1"))
        name = origin.hostname or ""
    except ValueError:
        return False
    if origin.scheme not in schemes or not validate_host(name, settings.ALLOWED_HOSTS):
        return False
    return origin.netloc == host or origin.geturl() == settings.SITE_URL.rstrip("/")
