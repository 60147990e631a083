"""Stock machina as the benchmark serves it: a file or a server as database.

In its favour: no gzip, no index to keep (haystack's simple backend asks the database), and the same
settings for SQLite as ours.
"""

import os

import environ

from tests.stock_machina.settings import *  # noqa: F403 -- the same project

DATABASES = {"default": environ.Env.db_url_config(os.environ["STOCK_DATABASE_URL"])}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA busy_timeout=20000;PRAGMA cache_size=-16000;"
        ),
    }

HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

# As many rows on a page as ours.
MACHINA_TOPIC_POSTS_NUMBER_PER_PAGE = 20
MACHINA_FORUM_TOPICS_NUMBER_PER_PAGE = 30

if os.environ.get("BENCH_COUNT"):
    MIDDLEWARE = ["tests.performance.bench.counting.count_queries", *MIDDLEWARE]  # noqa: F405 -- see above
