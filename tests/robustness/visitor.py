"""People at work over HTTP: they write and read, and note what the server told them."""

import http.client
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, takewhile
from urllib.parse import urlencode

from tests.performance.bench.session import CSRF_SECRET

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATIENCE_SECONDS = 60
Going = Callable[[], bool]


class UnexpectedAnswerError(Exception):
    """The server answered, but with something else than it should."""


@dataclass(frozen=True)
class Sending:
    """A reply or a topic on its way: where it goes, and the key that makes it the same post."""

    path: str
    key: str

    @classmethod
    def new(cls, path: str) -> "Sending":
        return cls(path, str(uuid.uuid4()))


@dataclass(frozen=True)
class Acknowledged:
    """The server said that it has it: after how many attempts, and where it stands."""

    key: str
    address: str
    attempts: int


class Visitor:
    """One signed-in person with one connection, kept open while the server lives."""

    def __init__(self, port: int, cookies: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.headers = {"Cookie": cookies, **FORM}

    def read(self, path: str) -> None:
        self._ask("GET", path, "", 200)

    def send(self, sending: Sending, attempt: int = 1) -> Acknowledged:
        """Send once. Other words at each attempt: only the key tells that it is the same post."""
        form = {
            "csrfmiddlewaretoken": CSRF_SECRET,
            "client_key": sending.key,
            "title": f"Topic {sending.key}",
            "body": f"{sending.key} attempt {attempt}",
        }
        address = self._ask("POST", sending.path, urlencode(form), 302)
        return Acknowledged(sending.key, address, attempt)

    def send_until_acknowledged(self, sending: Sending) -> Acknowledged:
        """Send again as long as no answer comes."""
        until = time.monotonic() + PATIENCE_SECONDS
        attempt = 1
        while True:
            try:
                return self.send(sending, attempt)
            except (OSError, http.client.HTTPException):
                self.connection.close()
                if time.monotonic() > until:
                    raise
                attempt += 1
                time.sleep(0.1)

    def _ask(self, method: str, path: str, body: str, status: int) -> str:
        self.connection.request(method, path, body, self.headers)
        response = self.connection.getresponse()
        response.read()
        if response.status != status:
            raise UnexpectedAnswerError(f"{method} {path}: {response.status}, not {status}")
        return response.headers.get("Location", "")


def read_while(going: Going, visitor: Visitor, paths: Sequence[str]) -> int:
    """Read one page after the other and count them."""
    pages = 0
    for path in takewhile(lambda _path: going(), cycle(paths)):
        visitor.read(path)
        pages += 1
    return pages


def write_while(
    going: Going, send: Callable[[Sending], Acknowledged], paths: Sequence[str]
) -> list[Acknowledged]:
    """Write one post after the other and keep what was acknowledged."""
    return [send(Sending.new(path)) for path in takewhile(lambda _path: going(), cycle(paths))]


@contextmanager
def at_work(*visitors: Visitor) -> Iterator[ThreadPoolExecutor]:
    """Give each visitor a thread, and close the connections when all have ended."""
    try:
        with ThreadPoolExecutor(len(visitors)) as pool:
            yield pool
    finally:
        for visitor in visitors:
            visitor.connection.close()
