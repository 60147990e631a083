"""Doing one thing from several threads at the same moment, each with its own connection."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from forums.spaces.models import Forum, Post, Topic

THREADS = 8
COPY = "threads"
Answer = TypeVar("Answer")


def at_once(act: Callable[[int], Answer]) -> list[Answer]:
    """Call ``act`` with the number of each thread; all begin when the last is ready."""
    barrier = threading.Barrier(THREADS, timeout=30)

    def run(number: int) -> Answer:
        try:
            connection.ensure_connection()
            barrier.wait()
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@contextmanager
def copied_database(file: Path) -> Iterator[None]:
    """Work on a copy of the tests' database, which threads may fill without rolling back.

    The copy of a SQLite database in memory is a file: in memory, threads share one cache and do
    not wait for one another's locks as those of the product do.
    """
    held = connections["default"]
    is_file = held.vendor == "sqlite"
    name = held.settings_dict["NAME"]
    if is_file:
        copy_to_file(held, file)
    else:
        held.creation.clone_test_db(COPY, verbosity=0)
    copy = str(file) if is_file else held.creation.get_test_db_clone_settings(COPY)["NAME"]
    held.settings_dict["NAME"] = copy
    del connections["default"]
    try:
        yield
    finally:
        connections.close_all()
        held.settings_dict["NAME"] = name
        connections["default"] = held
        if not is_file:
            held.creation.destroy_test_db(suffix=COPY, verbosity=0)


def copy_to_file(held: BaseDatabaseWrapper, file: Path) -> None:
    held.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        held.connection.backup(copy)


def assert_counters_are_true(forum: Forum) -> None:
    forum.refresh_from_db()
    topics = Topic.objects.filter(forum=forum)
    posts = Post.objects.filter(topic__in=topics)
    assert (forum.direct_topics_count, forum.direct_posts_count) == (topics.count(), posts.count())
    for topic in topics:
        assert (topic.posts_count, topic.detail.last_position) == (topic.posts.count(),) * 2
