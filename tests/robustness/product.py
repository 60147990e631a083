"""The running product on a database of its own, to be loaded, killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.e2e.product import ROOT, free_port, wait_until_it_answers
from tests.robustness.world import World

FAULTS = ("database is locked", "Traceback", " ERROR ", " CRITICAL ")


class Product:
    """One server, and the folder with everything it keeps."""

    def __init__(self, folder: Path, *, server: str = "uvicorn", redis: str = "") -> None:
        self.folder, self.server, self.redis = folder, server, redis
        self.database = folder / "db.sqlite3"
        self.log = folder / "server.log"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.running: subprocess.Popen[bytes] | None = None

    @property
    def world(self) -> World:
        return World.load(self.folder / "world.json")

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.robustness.settings",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "REDIS_URL": self.redis,
            "CHAT_PER_MINUTE": "100000",
            "DJANGO_SECRET_KEY": "only-for-tests",
            "SITE_URL": self.address,
            "SECONDS_BETWEEN_REPLIES": "0",
            "SECONDS_BETWEEN_TOPICS": "0",
        }

    def prepare(self) -> None:
        """Build the world in an empty database."""
        build = [sys.executable, "-m", "tests.robustness.world", str(self.folder / "world.json")]
        subprocess.run(build, cwd=ROOT, env=self.environment, check=True)

    def copy(self, folder: Path, *, server: str = "uvicorn", redis: str = "") -> "Product":
        """Give another product the same world."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return Product(folder, server=server, redis=redis)

    def start(self) -> None:
        serve = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        serve += ["--server", self.server]
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                serve,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until_it_answers(self.address)

    def stop(self) -> None:
        """Ask the server to end, as an upgrade does."""
        if self.running is not None:
            self.running.terminate()
            self.running.wait(timeout=15)
            self.running = None

    def kill(self) -> None:
        """End the server and all it started where they stand, as a power cut would."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of something gone wrong."""
        lines = self.log.read_text("utf-8").splitlines()
        return [line for line in lines if any(fault in line for fault in FAULTS)]
