"""The running product for browser tests: the demo world, served as ``make demo`` serves it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_product(var_dir: Path) -> Iterator[str]:
    """Set up a demo in a folder of its own, serve it, and yield its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        "VAR_DIR": str(var_dir),
        "DATABASE_URL": f"sqlite:///{var_dir / 'db.sqlite3'}",
        "REDIS_URL": "",
        "DEMO": "1",
        "LANGUAGE_CODE": "fr",
        "EMAIL_URL": f"filemail:///{var_dir / 'mail'}",
        "DJANGO_SECRET_KEY": "only-for-tests",
        "SITE_URL": address,
        "SECONDS_BETWEEN_REPLIES": "0",
        "SECONDS_BETWEEN_TOPICS": "0",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "demo", "--prepare-only"], env=environment, cwd=ROOT, check=True)
    with (var_dir / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*manage, "serve", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )
        try:
            wait_until_it_answers(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=15)


def wait_until_it_answers(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/help/", timeout=5)  # noqa: S310 -- our own server
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return
