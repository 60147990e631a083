"""Where the built worlds are kept, and how to get one: built once, used again while it still fits."""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

from tests.performance.bench.scale import SCALES
from tests.performance.bench.server import ROOT
from tests.performance.bench.visits import Visits

SHAPE = [
    f"tests/performance/bench/{name}.py"
    for name in ("build", "outline", "scale", "session", "words")
]
OURS = [
    *SHAPE,
    "tests/performance/bench/world.py",
    "communities/*/migrations/*.py",
    "forums/*/migrations/*.py",
    "resources/*/migrations/*.py",
    "resources/search/analysis.py",
]
SOURCES = {
    "ours": OURS,
    "search": [
        *OURS,
        "tests/performance/bench/search/corpus.py",
        "tests/performance/bench/search/world.py",
    ],
    "stock": [*SHAPE, "tests/stock_machina/world.py"],
}
DAPHNE = ("-m", "daphne", "-b", "127.0.0.1", "-p", "{port}", "-v", "0")
COMMANDS: dict[str, list[tuple[str, ...]]] = {
    "ours": [("manage.py", "serve", "--port", "{port}")],  # as ``make demo`` does
    "search": [("manage.py", "serve", "--port", "{port}")],
    "stock": [(*DAPHNE, "tests.stock_machina.asgi:application")],
}


@dataclass(frozen=True)
class World:
    """One side at one scale on one database."""

    side: str
    scale: str
    directory: Path
    database_server: str = ""  # address of a PostgreSQL server; empty: SQLite

    @cached_property
    def folder(self) -> Path:
        """Fixed once asked for, even when a source changes while we build."""
        engine = "postgresql" if self.database_server else "sqlite"
        key = SCALES[self.scale].key
        return self.directory / engine / f"{self.side}-{key}-{self._fingerprint()}"

    def _fingerprint(self) -> str:
        """Change with the code that builds, so that no stale world is measured."""
        names = sorted(path for pattern in SOURCES[self.side] for path in ROOT.glob(pattern))
        contents = b"".join(path.read_bytes() for path in names if path.is_file())
        return hashlib.sha256(contents).hexdigest()[:8]

    @property
    def database_name(self) -> str:
        return f"bench_{self.folder.name}".replace("-", "_")

    @property
    def database_url(self) -> str:
        if not self.database_server:
            return f"sqlite:///{self.folder / 'db.sqlite3'}"
        parts = urlsplit(self.database_server)
        return parts._replace(path=f"/{self.database_name}").geturl()

    @property
    def environment(self) -> dict[str, str]:
        """What the builder and the server of this world must know."""
        if self.side == "stock":
            own = {
                "DJANGO_SETTINGS_MODULE": "tests.stock_machina.bench_settings",
                "STOCK_DATABASE_URL": self.database_url,
                "STOCK_FILES_DIR": str(self.folder),
            }
        else:
            own = {
                "DJANGO_SETTINGS_MODULE": "tests.performance.bench.settings",
                "DATABASE_URL": self.database_url,
                "VAR_DIR": str(self.folder),
                "DJANGO_SECRET_KEY": "only-for-the-benchmark",
                "EMAIL_URL": "dummymail://",
                "DEMO": "",
            }
        return own

    @property
    def visits_file(self) -> Path:
        return self.folder / "visits.json"

    def make_ready(self) -> None:
        """Build the world unless it stands."""
        if not self.visits_file.exists():
            self._build()
        if self.side != "stock":  # styles and scripts may be newer than the world
            self._run("manage.py", "collectstatic", "--noinput", "-v0")

    def visits(self) -> Visits:
        """Say where to go in a world that stands."""
        return Visits.load(self.visits_file)

    def forget(self) -> None:
        """Remove what stands, so that it is built anew."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _build(self) -> None:
        self.forget()
        self.folder.mkdir(parents=True)
        if self.database_server:
            create_database(self.database_server, self.database_name)
        builder = ["-m", "tests.performance.bench.build", self.side, self.scale]
        self._run(*builder, str(self.visits_file))

    def _run(self, *command: str) -> None:
        environment = {**os.environ, **self.environment}
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def create_database(server: str, name: str) -> None:
    """Make an empty database of this name, in place of an older one."""
    drop_database(server, name)
    _execute(server, "CREATE DATABASE {}", name)


def drop_database(server: str, name: str) -> None:
    """Remove a database if it is there."""
    _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _execute(server: str, statement: LiteralString, name: str) -> None:
    import psycopg  # noqa: PLC0415 -- only there with the scale extra
    from psycopg import sql  # noqa: PLC0415 -- see above

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
