"""Checks that start-up runs, each with its remedy."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

WANTED_PRAGMAS = {"journal_mode": ("wal", "memory"), "foreign_keys": (1,), "synchronous": (1, 2)}


@register(Tags.database)
def sqlite_survives_many_writers(
    app_configs: object, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """SQLite must write ahead, check keys and start transactions at once."""
    if not databases or connection.vendor != "sqlite":
        return []
    problems: list[CheckMessage] = []
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if options.get("transaction_mode") != "IMMEDIATE":
        problems.append(_wrong("transaction_mode", options.get("transaction_mode")))
    with connection.cursor() as cursor:
        for name, wanted in WANTED_PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            found = cursor.fetchone()[0]
            if found not in wanted:
                problems.append(_wrong(name, found))
    return problems


def _wrong(name: str, found: object) -> Error:
    return Error(
        f"SQLite runs with {name} = {found}.",
        hint="Keep the OPTIONS of DATABASES in cop_site/settings/base.py as they are.",
        id="cop_site.E001",
    )


@register(Tags.security, deploy=True)
def demo_stays_off(app_configs: object, **kwargs: Any) -> list[CheckMessage]:
    """The demo signs anybody in: no real site may run it."""
    if not settings.DEMO:
        return []
    return [
        Error(
            "DEMO is on: anybody may sign in as anybody of the demo.",
            hint="Unset DEMO and start with an empty database.",
            id="cop_site.E002",
        )
    ]
