"""A fresh database for every measurement: a copy of a file, or one made and dropped on a server."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.performance.bench.chat.people import People
from tests.performance.bench.server import ROOT
from tests.performance.bench.worlds import create_database, drop_database

SOURCES = (
    "communities/*/migrations/*.py",
    "forums/*/migrations/*.py",
    "tests/performance/bench/chat/world.py",
)
DATABASE_NAME = "bench_chat"
DATABASE_FILE, PEOPLE_FILE = "db.sqlite3", "people.json"
SECRET_KEY = "only-for-the-benchmark"
UNLIMITED = "1000000000"


@dataclass(frozen=True)
class Ground:
    """Where servers find their database and files, and who may come to them."""

    folder: Path
    database_url: str
    people: People

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def environment(self, redis_url: str = "") -> dict[str, str]:
        """What a server on this ground must know."""
        return environment(self.folder, self.database_url) | {"REDIS_URL": redis_url}


@dataclass(frozen=True)
class Grounds:
    """Makes grounds of one size; the file that is copied is built once, while it fits."""

    directory: Path
    people: int
    rooms: int

    @contextmanager
    def on_file(self) -> Iterator[Ground]:
        """Yield a copy of the filled SQLite file."""
        base = self._base()
        with tempfile.TemporaryDirectory(prefix="chat-", dir=self.directory) as name:
            folder = Path(name)
            shutil.copy(base / DATABASE_FILE, folder)
            url = f"sqlite:///{folder / DATABASE_FILE}"
            yield Ground(folder, url, People.load(base / PEOPLE_FILE))

    @contextmanager
    def on_server(self, address: str) -> Iterator[Ground]:
        """Yield a database of our own on a PostgreSQL server."""
        url = urlsplit(address)._replace(path=f"/{DATABASE_NAME}").geturl()
        self.directory.mkdir(parents=True, exist_ok=True)
        create_database(address, DATABASE_NAME)
        try:
            with tempfile.TemporaryDirectory(prefix="chat-", dir=self.directory) as name:
                folder = Path(name)
                self._build(folder, url)
                yield Ground(folder, url, People.load(folder / PEOPLE_FILE))
        finally:
            drop_database(address, DATABASE_NAME)

    def _base(self) -> Path:
        names = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
        contents = b"".join(path.read_bytes() for path in names)
        key = hashlib.sha256(contents).hexdigest()[:8]
        base = self.directory / "sqlite" / f"chat-{self.people}-{self.rooms}-{key}"
        if not (base / PEOPLE_FILE).exists():
            shutil.rmtree(base, ignore_errors=True)
            base.mkdir(parents=True)
            self._build(base, f"sqlite:///{base / DATABASE_FILE}")
        return base

    def _build(self, folder: Path, database_url: str) -> None:
        target = str(folder / PEOPLE_FILE)
        size = (str(self.people), str(self.rooms))
        subprocess.run(
            [sys.executable, "-m", "tests.performance.bench.chat.build", *size, target],
            cwd=ROOT,
            env={**os.environ, **environment(folder, database_url)},
            check=True,
        )


def environment(folder: Path, database_url: str) -> dict[str, str]:
    """The site as it is, with nobody too fast for it."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.performance.bench.settings",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(folder),
        "DJANGO_SECRET_KEY": SECRET_KEY,
        "EMAIL_URL": "dummymail://",
        "DEMO": "",
        "CHAT_PER_MINUTE": UNLIMITED,
        "PYTHONWARNINGS": "ignore:No directory at",  # chat serves no styles here
    }
