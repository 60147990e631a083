"""The application that daphne and uvicorn serve.

Stock Django starts a thread, and with it a database connection, for every request it serves under
ASGI. Here requests take turns on a few lasting threads, so that connections last too: measured, a
page with two queries costs 2 ms of CPU less. And all middleware and the view run in one go on that
thread, where stock Django changes threads around each middleware: another 1.3 ms less.
To drop it: ``django.core.asgi.get_asgi_application``.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import SyncToAsync, ThreadSensitiveContext, sync_to_async
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponseBase

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cop_site.settings.base")
django.setup(set_prefix=False)

SEATS = 4  # two cores run two requests; two more wait on disk or database


class LastingThreadsHandler(ASGIHandler):
    """Django's handler on a fixed number of threads."""

    def __init__(self) -> None:
        super().__init__()
        self.seats: asyncio.LifoQueue[ThreadSensitiveContext] = asyncio.LifoQueue()
        for number in range(SEATS):
            seat = ThreadSensitiveContext()
            executor = ThreadPoolExecutor(1, thread_name_prefix=f"seat-{number}")
            SyncToAsync.context_to_thread_executor[seat] = executor
            self.seats.put_nowait(seat)

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's signature
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- ASGI's own
        taken = [await self.seats.get()]
        token = SyncToAsync.thread_sensitive_context.set(taken[0])

        async def send_from_outside(message: Any) -> None:  # noqa: ANN401 -- ASGI's own
            # The answer is made: whoever reads it slowly keeps no thread from the others. What is
            # left to do on the thread (closing) waits for its turn there.
            if taken and message["type"] == "http.response.body":
                self.seats.put_nowait(taken.pop())
            await send(message)

        try:
            await self.handle(scope, receive, send_from_outside)
        finally:
            SyncToAsync.thread_sensitive_context.reset(token)
            if taken:
                self.seats.put_nowait(taken.pop())


def _routes() -> URLRouter:
    from communities.live.routing import websocket_urlpatterns  # noqa: PLC0415 -- needs the apps

    return URLRouter(websocket_urlpatterns)


application = ProtocolTypeRouter({"http": LastingThreadsHandler(), "websocket": _routes()})
