"""Set everything up with the demo world and serve it: what ``make demo`` calls."""

import hashlib
import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cop_site.demo.cast import PERSONAS
from resources.search.indexing import index_touched

DISK_NEEDED = 200 * 1024 * 1024
STATIC_STAMP = settings.STATIC_ROOT / "collected"


class Command(BaseCommand):
    """Safe to run again: what stands is kept."""

    help = "Set up the demo world and serve the product on one port."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="set up without serving")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        require_disk()
        if not options["prepare_only"]:
            require_free_port(host, port)
        self.prepare()
        if not options["prepare_only"]:
            self.welcome(host, port)
            serve(host, port)

    def prepare(self) -> None:
        """Bring database, static files and demo world to what this version needs."""
        if database_is_behind():
            self.step("Database")
            call_command("migrate", verbosity=0)
        if static_files_are_behind():
            self.step("Static files")
            call_command("collectstatic", interactive=False, verbosity=0)
            STATIC_STAMP.write_text(fingerprint_of_static_files())
        self.step("Demo world")
        call_command("load_demo", stdout=self.stdout)
        self.step("Search")
        while index_touched():
            pass

    def step(self, text: str) -> None:
        self.stdout.write(f"› {text} …")
        self.stdout.flush()

    def welcome(self, host: str, port: int) -> None:
        """Print the address and a sign-in link for each persona."""
        address = f"http://{host}:{port}"
        self.stdout.write(f"\nOpen {address}/  (stop with Ctrl-C)\n\nSign in with one click as:")
        for persona in PERSONAS:
            self.stdout.write(f"  {address}/demo/{persona.key}/  {persona.name}: {persona.role}")
        self.stdout.write("")
        self.stdout.flush()


def database_is_behind() -> bool:
    """Tell whether a migration waits; asking is much faster than migrating nothing."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_files_are_behind() -> bool:
    """Tell whether the collected static files are those of this version."""
    return not STATIC_STAMP.exists() or STATIC_STAMP.read_text() != fingerprint_of_static_files()


def fingerprint_of_static_files() -> str:
    """Sum up what static files come from: our own, and the pinned packages."""
    own = sorted(path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file())
    sources = [*own, settings.BASE_DIR / "requirements.lock"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def require_disk() -> None:
    """Stop when the disk is nearly full."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < DISK_NEEDED:
        raise CommandError(
            f"The disk is nearly full ({free // 2**20} MB free). → Make room and run it again."
        )


def require_free_port(host: str, port: int) -> None:
    """Stop when something else answers on the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be used ({error.strerror}). → Choose another: make demo PORT={port + 1}"
            ) from error


def serve(host: str, port: int) -> None:
    """Become the server: one process until Ctrl-C."""
    environment = {
        **os.environ,
        "DEMO": "1",
        "SITE_URL": f"http://{host}:{port}",
        "ALLOWED_HOSTS": f"{host},localhost,127.0.0.1",
    }
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve"]
    os.chdir(settings.BASE_DIR)
    os.execve(sys.executable, [*manage, "--host", host, "--port", str(port)], environment)  # noqa: S606 -- our own command
