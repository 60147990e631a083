"""An event loop that takes as little as it can of what the servers need."""

import asyncio
import resource
from collections.abc import Coroutine
from typing import Any

try:
    from uvloop import new_event_loop
except ImportError:  # not made for this system
    new_event_loop = asyncio.new_event_loop  # type: ignore[assignment]  # only slower

FILES = 8192  # a socket each, here and in the servers, which inherit the limit


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run the clients."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)


def allow_many_sockets() -> None:
    """Raise the number of open files; to be called before servers start."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < FILES:
        most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
