"""Questions over HTTP by many clients in one process; each takes a connection of its own."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

from tests.performance.bench.chat.wire import END_OF_HEAD
from tests.performance.bench.client import FORM
from tests.performance.bench.server import HOST
from tests.performance.bench.session import CSRF_SECRET

OK = (200, 201)


class NoAnswerError(OSError):
    """The server answered something else than it should."""


async def get(port: int, path: str, cookies: str) -> Any:
    """Fetch JSON."""
    return await _ask(port, "GET", path, {"Cookie": cookies}, b"")


async def post(port: int, path: str, cookies: str, form: dict[str, str]) -> Any:
    """Send a form; the answer is JSON."""
    body = urlencode(form | {"csrfmiddlewaretoken": CSRF_SECRET}).encode()
    return await _ask(port, "POST", path, FORM | {"Cookie": cookies}, body)


async def _ask(port: int, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
    facts = headers | {
        "Host": f"{HOST}:{port}",
        "Accept": "application/json",
        "Connection": "close",
        "Content-Length": str(len(body)),
    }
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in facts.items())]
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write("\r\n".join(lines).encode() + END_OF_HEAD + body)
        head, _end, content = (await reader.read(-1)).partition(END_OF_HEAD)
    finally:
        writer.close()
    status = int(head[9:12] or 0)
    if status not in OK:
        raise NoAnswerError(f"{method} {path}: {status}")
    return json.loads(content)
