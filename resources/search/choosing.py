"""The engine that the settings choose, one for each process."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from resources.search.engine import Engine

ENGINES = {
    "sqlite": "resources.search.engines.sqlite.SqliteEngine",
    "whoosh": "resources.search.engines.whoosh.WhooshEngine",
    "postgres": "resources.search.engines.postgres.PostgresEngine",
    "opensearch": "resources.search.engines.opensearch.OpenSearchEngine",
}


@cache
def engine() -> Engine:
    """Return the engine named by ``SEARCH_ENGINE``, made with ``SEARCH_OPTIONS``."""
    chosen: Engine = import_string(ENGINES[settings.SEARCH_ENGINE])(**settings.SEARCH_OPTIONS)
    return chosen
