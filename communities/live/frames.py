"""A frame made ready once for all sockets of a place, and the quickest way to write it to one."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any

from autobahn.websocket.protocol import PreparedMessage, WebSocketProtocol

Send = Callable[[dict[str, Any]], Coroutine[Any, None, None]]
FIRST_OWN_CODE, OTHER_CODE = 3000, 4400


class Frame:
    """A text frame, encoded once however many sockets it goes to."""

    __slots__ = ("_prepared", "event")

    def __init__(self, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        self.event = {"type": "websocket.send", "text": text}
        self._prepared: PreparedMessage | None = None

    @property
    def prepared(self) -> PreparedMessage:
        if self._prepared is None:
            payload = self.event["text"].encode()
            self._prepared = PreparedMessage(
                payload, isBinary=False, applyMask=False, doNotCompress=True
            )
        return self._prepared


Write = Callable[[Frame], None]


def writer_for(send: Send) -> Write:
    """Return a function that writes a frame to one socket and never waits for it.

    Measured with 500 sockets: daphne takes 22 ms of CPU for a frame through ASGI's ``send``, 16 ms
    when the socket's own protocol is handed the ready bytes; uvicorn 8 ms.
    """
    protocol = _daphnes(send)
    return partial(_write, send) if protocol is None else partial(_write_ready, protocol)


def code_for(send: Send, code: int) -> int:
    """Return the code to close a socket with: daphne lets no application send 1003 or 1011."""
    return code if _daphnes(send) is None or code >= FIRST_OWN_CODE else OTHER_CODE


def _daphnes(send: Send) -> WebSocketProtocol | None:
    protocol = send.args[0] if isinstance(send, partial) and send.args else None
    return protocol if isinstance(protocol, WebSocketProtocol) else None


def _write_ready(protocol: WebSocketProtocol, frame: Frame) -> None:
    if protocol.state == protocol.STATE_OPEN:
        protocol.sendPreparedMessage(frame.prepared)


def _write(send: Send, frame: Frame) -> None:
    """Begin to send at once; only a send that must wait for a slow line becomes a task."""
    sending = send(frame.event)
    try:
        waiting = sending.send(None)
    except StopIteration:
        return
    except Exception:  # noqa: BLE001 -- a socket that closed meanwhile; its own task ends it
        return
    task = asyncio.ensure_future(_go_on(sending, waiting))
    task.add_done_callback(_forget)


@coroutine
def _go_on(sending: Coroutine[Any, None, None], waiting: Any) -> Generator[Any, None, None]:  # noqa: ANN401 -- a future
    while True:
        yield waiting
        try:
            waiting = sending.send(None)
        except StopIteration:
            return


def _forget(task: Any) -> None:  # noqa: ANN401 -- a task
    if not task.cancelled():
        task.exception()
