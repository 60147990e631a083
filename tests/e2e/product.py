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


class Product:
    """A demo in a folder of its own, served on one port; it can be stopped and started again."""

    def __init__(self, var_dir: Path) -> None:
        self.var_dir, self.port = var_dir, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._manage = [sys.executable, str(ROOT / "manage.py")]
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        own = {
            name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"
        }
        return own | {
            "VAR_DIR": str(self.var_dir),
            "DATABASE_URL": f"sqlite:///{self.var_dir / 'db.sqlite3'}",
            "REDIS_URL": "",
            "DEMO": "1",
            "LANGUAGE_CODE": "fr",
            "EMAIL_URL": f"filemail:///{self.var_dir / 'mail'}",
            "DJANGO_SECRET_KEY": "only-for-tests",
            "SITE_URL": self.address,
            "SECONDS_BETWEEN_REPLIES": "0",
            "SECONDS_BETWEEN_TOPICS": "0",
        }

    def manage(self, *command: str, script: str = "") -> str:
        """Run a command of the product; return what it prints."""
        done = subprocess.run(
            [*self._manage, *command],
            env=self.environment,
            cwd=ROOT,
            check=True,
            input=script,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def start(self) -> None:
        """Serve until stopped."""
        with (self.var_dir / "server.log").open("a") as log:
            self._server = subprocess.Popen(
                [*self._manage, "serve", "--port", str(self.port)],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        wait_until_it_answers(self.address)

    def stop(self) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait(timeout=15)
            self._server = None


@contextmanager
def running_product(var_dir: Path) -> Iterator[Product]:
    """Set up a demo, serve it, and stop it at the end."""
    product = Product(var_dir)
    product.manage("demo", "--prepare-only")
    try:
        product.start()
        yield product
    finally:
        product.stop()


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
