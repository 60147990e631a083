"""What was made once is laid into an empty database again: quicker than to make it for each test."""

import time
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from communities.people.models import User

Made = TypeVar("Made")
Rows = dict[str, Counter[tuple[Any, ...]]]  # by table
FRESH = 60  # seconds: what is made in a scene happened just now


@dataclass(frozen=True)
class Photograph(Generic[Made]):
    """What a maker returned, and the rows that it took away and added."""

    made: Made
    taken_at: float
    gone: Rows
    come: Rows


class Photographed(Generic[Made]):
    """Calls a maker, or repeats what it did to the database a moment ago."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self.make = make
        self.photograph: Photograph[Made] | None = None

    def __call__(self) -> Made:
        if User.objects.exists():  # the test began with things of its own
            return self.make()
        last = self.photograph
        if last is None or time.monotonic() - last.taken_at > FRESH:
            last = self.photograph = self._take()
        else:
            _lay(last)
        return deepcopy(last.made)

    def _take(self) -> Photograph[Made]:
        before = _rows()
        made = self.make()
        after = _rows()
        return Photograph(
            made=made,
            taken_at=time.monotonic(),
            gone={table: rows - after[table] for table, rows in before.items()},
            come={table: rows - before[table] for table, rows in after.items()},
        )


def _rows() -> Rows:
    with connection.cursor() as cursor:
        found: Rows = {}
        for table in connection.introspection.django_table_names(only_existing=True):
            if table.startswith("wagtailsearch_"):
                continue  # Wagtail's own index, with tables behind its tables
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own tables
            found[table] = Counter(tuple(row) for row in cursor.fetchall())
        return found


def _lay(photograph: Photograph[Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:  # references are looked at at its end
        for table, rows in photograph.gone.items():
            _run(cursor, table, "DELETE FROM {table} WHERE {first} = %s", [row[:1] for row in rows])
        for table, rows in photograph.come.items():
            _run(cursor, table, "INSERT INTO {table} VALUES ({marks})", list(rows))
        # A test that commits lets PostgreSQL count from one again.
        models = apps.get_models(include_auto_created=True)
        filled = [model for model in models if photograph.come.get(model._meta.db_table)]
        if counting := connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute("".join(counting))


def _run(cursor: Any, table: str, sql: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    quote, marks = connection.ops.quote_name, ", ".join(["%s"] * len(rows[0]))
    cursor.execute(f"SELECT * FROM {quote(table)} LIMIT 0")  # noqa: S608 -- our own tables
    first = cursor.description[0][0]
    cursor.executemany(sql.format(table=quote(table), first=quote(first), marks=marks), rows)
