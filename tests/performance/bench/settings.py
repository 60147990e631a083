"""Our settings as the benchmark serves them: one more page, and a counter when it counts."""

import os

os.environ.setdefault("SECONDS_BETWEEN_REPLIES", "0")  # one visitor replies without pause
os.environ.setdefault("SEARCHES_PER_MINUTE", "1000000")  # one reader searches without pause
os.environ.setdefault("LANGUAGE_CODE", "en")  # as stock machina

from cop_site.settings.base import *  # noqa: F403 -- the site as it is

ROOT_URLCONF = "tests.performance.bench.urls"

if os.environ.get("BENCH_COUNT"):
    MIDDLEWARE = ["tests.performance.bench.counting.count_queries", *MIDDLEWARE]  # noqa: F405 -- see above
