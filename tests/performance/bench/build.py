"""Builds one side's world in a process of its own: ``build SIDE SCALE FILE``."""

import importlib
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection

from tests.performance.bench.scale import SCALES

BUILDERS = {
    "ours": "tests.performance.bench.world",
    "search": "tests.performance.bench.search.world",
    "stock": "tests.stock_machina.world",
}


def main(side: str, scale: str, target: str) -> None:
    """Migrate, fill, and write down where to go."""
    started = time.monotonic()
    django.setup()
    call_command("migrate", verbosity=0)
    builder = importlib.import_module(BUILDERS[side])
    visits = builder.build(SCALES[scale])
    settle()
    if side != "stock":
        call_command("rebuild_index")
    visits.save(Path(target))
    sys.stdout.write(f"{time.monotonic() - started:.0f}\n")


def settle() -> None:
    """Continue the sequences after the keys we chose, and let the planner know the tables."""
    models = [model for model in django.apps.apps.get_models() if model._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(*sys.argv[1:])
