"""A few lasting threads for what sockets ask of the database, so that connections last too."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

# SQLite takes one writer at a time: a second thread would only wait. A server takes several.
_threads = ThreadPoolExecutor(4 if settings.DATABASE_IS_SERVER else 1, thread_name_prefix="live")
_reading = ThreadPoolExecutor(2, thread_name_prefix="live-reading")


async def in_thread(
    call: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """Run what writes, in turn."""
    return await _run(_threads, call, *args, **kwargs)


async def in_reading_thread(
    call: Callable[Asked, Answer], *args: Asked.args, **kwargs: Asked.kwargs
) -> Answer:
    """Run what only reads: it need not wait for those who write."""
    return await _run(_reading, call, *args, **kwargs)


async def _run(
    threads: ThreadPoolExecutor,
    call: Callable[Asked, Answer],
    *args: Asked.args,
    **kwargs: Asked.kwargs,
) -> Answer:
    def guarded() -> Answer:
        close_old_connections()
        return call(*args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(threads, guarded)
