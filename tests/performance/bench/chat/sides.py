"""What is measured, and how each is served."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.performance.bench.chat.ground import Ground
from tests.performance.bench.chat.servers import Servers
from tests.performance.bench.server import HOST, Server

KINDS = ("uvicorn", "daphne")
BARE = "bare websockets"
ECHO_APPLICATION = "tests.performance.bench.chat.echo:application"
ECHO_COMMANDS = {
    "uvicorn": (
        *("-m", "uvicorn", "--host", HOST, "--port", "{port}", "--log-level", "warning"),
        *("--no-access-log", "--lifespan", "off", "--ws", "websockets-sansio"),
        *("--ws-per-message-deflate", "false", ECHO_APPLICATION),
    ),
    "daphne": ("-m", "daphne", "-b", HOST, "-p", "{port}", "-v", "0", ECHO_APPLICATION),
}


@dataclass(frozen=True)
class Side:
    """A way to serve rooms."""

    name: str
    command: tuple[str, ...]
    floor: str = ""  # the group of Channels on the same kind of server

    @property
    def is_floor(self) -> bool:
        return not self.floor


def bare() -> Side:
    """A broadcast without a framework."""
    return Side(BARE, ("-m", "tests.performance.bench.chat.broadcast", "{port}"))


def echo(kind: str) -> Side:
    """A bare group of Channels."""
    return Side(f"Channels group, {kind}", ECHO_COMMANDS[kind])


def ours(kind: str) -> Side:
    """The site as it is served."""
    command = ("manage.py", "serve", "--port", "{port}", "--server", kind)
    return Side(f"ours, {kind}", command, echo(kind).name)


@contextmanager
def served(side: Side, ground: Ground, *, count: int = 1, redis_url: str = "") -> Iterator[Servers]:
    """Serve a side with one process or several on the same ground."""
    environment = ground.environment(redis_url)
    with ExitStack() as stack:
        started = [Server([side.command], environment, ground.log) for _ in range(count)]
        yield Servers([stack.enter_context(server) for server in started])
