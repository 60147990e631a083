"""Serve the site and do its background work in one process: half the memory of two."""

import logging
import threading
import time
from argparse import ArgumentParser
from typing import Any

import uvicorn
from daphne.cli import CommandLineInterface
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from communities.facilitation.services.calendar_letters import attend_to_calendars
from communities.facilitation.services.days import attend_to_days
from communities.live.consumers import MAX_BYTES
from resources.search.indexing import index_touched

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_FINISH = 10
SECONDS_AFTER_A_FAULT = 10
SECONDS_BETWEEN_TICKS = 3600
SECONDS_BETWEEN_SESSIONS = 60
SECONDS_BETWEEN_PINGS = 25
APPLICATION = "cop_site.asgi:application"


class BackgroundWork(threading.Thread):
    """The worker of ``db_worker`` on a thread; a fault is logged and the work goes on."""

    def __init__(self) -> None:
        super().__init__(name="background-work", daemon=True)
        self.worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="beside-the-server",
        )

    def run(self) -> None:
        while self.worker.running:
            try:
                self.worker.run()
            except Exception:
                logger.exception("The background worker stumbled and goes on")
                connection.close()
                time.sleep(SECONDS_BETWEEN_LOOKS)

    def finish(self) -> None:
        """Let the current task end, and take no other."""
        self.worker.running = False
        self.join(SECONDS_TO_FINISH)


class Clock(threading.Thread):
    """Calls ``tick`` each hour; a fault is logged and the clock goes on."""

    def __init__(self) -> None:
        super().__init__(name="clock", daemon=True)

    def run(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_TICKS)
            try:
                call_command("tick")
            except Exception:
                logger.exception("The clock stumbled and goes on")
            connection.close()


class Sessions(threading.Thread):
    """Opens and closes the steps of sessions over days, and writes to who takes part, in time."""

    def __init__(self) -> None:
        super().__init__(name="sessions", daemon=True)

    def run(self) -> None:
        while True:
            time.sleep(SECONDS_BETWEEN_SESSIONS)
            try:
                attend_to_days()
                attend_to_calendars(timezone.now())
            except Exception:
                logger.exception("The sessions stumbled and go on")
            connection.close()


class Indexing(threading.Thread):
    """Tells the search what changed, within a second; a fault is logged and the work goes on."""

    def __init__(self) -> None:
        super().__init__(name="indexing", daemon=True)
        self.is_over = threading.Event()

    def run(self) -> None:
        wait = 0.0
        while not self.is_over.wait(wait):
            try:
                wait = 0.0 if index_touched() else SECONDS_BETWEEN_LOOKS
            except Exception:
                logger.exception("The indexing stumbled and goes on")
                connection.close()
                wait = SECONDS_AFTER_A_FAULT

    def finish(self) -> None:
        """Let the current commit end, and begin no other."""
        self.is_over.set()
        self.join(SECONDS_TO_FINISH)


def serve_with_uvicorn(host: str, port: int) -> None:
    """Serve until told to stop; open sockets are then told to come again (1012)."""
    uvicorn.run(
        APPLICATION,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,  # TRUSTED_PROXIES says whom to believe
        ws="websockets-sansio",
        ws_max_size=MAX_BYTES,
        ws_ping_interval=SECONDS_BETWEEN_PINGS,
        ws_ping_timeout=SECONDS_BETWEEN_PINGS,
        ws_per_message_deflate=False,  # a frame is made ready once for all sockets
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )


def serve_with_daphne(host: str, port: int) -> None:
    """Serve until told to stop."""
    limits = ["--websocket-max-message-size", str(MAX_BYTES)]
    limits += ["--websocket-max-frame-size", str(MAX_BYTES)]
    limits += ["--ping-interval", str(SECONDS_BETWEEN_PINGS)]
    CommandLineInterface().run(["-b", host, "-p", str(port), "-v", "0", *limits, APPLICATION])


# Measured with 500 sockets in a room and five messages a second: a message takes uvicorn 16 ms of
# CPU and arrives after 14 ms (p99 28), daphne 32 ms and 27 ms (p99 172). Any ASGI server will do.
SERVERS = {"uvicorn": serve_with_uvicorn, "daphne": serve_with_daphne}


class Command(BaseCommand):
    """For one machine; at scale run several servers, and ``db_worker`` by itself."""

    help = "Serve the site on one port, with its background work in the same process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--server", choices=sorted(SERVERS), default="uvicorn")

    def handle(self, *args: Any, **options: Any) -> None:
        work, indexing = BackgroundWork(), Indexing()
        work.start()
        indexing.start()
        Clock().start()
        Sessions().start()
        try:
            SERVERS[options["server"]](options["host"], options["port"])
        finally:
            indexing.finish()
            work.finish()
