"""A visitor that keeps its connection open, as a browser does."""

import gzip
import http.client
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from tests.performance.bench.counting import HEADER
from tests.performance.bench.server import HOST

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class UnexpectedAnswerError(Exception):
    """A page answered with something else than it should; timing it would mean nothing."""


@dataclass(frozen=True)
class Answer:
    """What came back, and how long that took."""

    seconds: float
    bytes_compressed: int
    queries: int | None


class Visitor:
    """One connection to one server."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=120)

    def get(self, path: str, cookies: str) -> Answer:
        """Fetch a page; anything but 200 is an error."""
        return self._ask("GET", path, cookies, None, 200)

    def post(self, path: str, cookies: str, form: dict[str, str]) -> Answer:
        """Send a form; anything but a redirect is an error. ``{key}`` becomes a fresh key."""
        filled = {name: value.replace("{key}", str(uuid.uuid4())) for name, value in form.items()}
        return self._ask("POST", path, cookies, urlencode(filled), 302)

    def _ask(self, method: str, path: str, cookies: str, body: str | None, status: int) -> Answer:
        headers = {"Accept-Encoding": "gzip", **({"Cookie": cookies} if cookies else {})}
        if body is not None:
            headers |= FORM
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        if response.status != status:
            raise UnexpectedAnswerError(
                f"{method} {path}: {response.status}, not {status}. → Read server.log, or run with --rebuild"
            )
        if not response.headers.get("Content-Encoding"):
            content = gzip.compress(content, 6)  # as a web server in front would send it
        queries = response.headers.get(HEADER)
        return Answer(seconds, len(content), int(queries) if queries else None)

    def close(self) -> None:
        self.connection.close()
