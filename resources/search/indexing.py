"""The one writer of the index: it tells the engine what was touched, and repairs it by itself."""

import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from django.conf import settings
from django.db import connection
from django.db.models import F

from resources.search.choosing import engine
from resources.search.engine import Document, IndexDamagedError, Thing
from resources.search.models import Touch
from resources.search.registry import sources
from resources.search.services import REBUILD, ask_for_rebuild

logger = logging.getLogger(__name__)

BATCH = 1000  # touches told in one commit of the engine
TRIES = 5
WRITERS_KEY = 7_016_995  # of PostgreSQL's advisory lock


def index_touched() -> int:
    """Tell the engine what was touched; return how many touches are done with.

    A damaged index is built anew first. Where another process is at it, nothing is done here.
    """
    with _sole_writer() as is_mine:
        if not is_mine:
            return 0
        if Touch.objects.filter(kind=REBUILD).exists() or _is_damaged():
            return _rebuild()
        touches = list(Touch.objects.order_by("pk")[:BATCH])
        try:
            return _tell(touches) if touches else 0
        except IndexDamagedError:
            logger.warning("The index was damaged: it is built anew")
            return _rebuild()


def rebuild_index() -> int:
    """Build the index anew beside the present one; return how many things it holds."""
    with _sole_writer(waits=True):
        _rebuild()
        return engine().size()


def everything() -> Iterator[Document]:
    """Yield every document there is, source after source."""
    return chain.from_iterable(source.everything() for source in sources())


def look_through_index() -> bool:
    """Look for damage that no search has met yet; ask for a new index where there is some."""
    if engine().is_sound():
        return True
    ask_for_rebuild()
    return False


def _rebuild() -> int:
    """Build anew; what is touched meanwhile keeps its touch and is told after."""
    asked = list(Touch.objects.values_list("pk", flat=True))
    engine().rebuild(everything())
    return _forget(asked)


def _tell(touches: list[Touch]) -> int:
    """Tell the engine all at once; when that fails, one by one, so that the others get through."""
    touched = {touch.pk: Thing(touch.kind, touch.key) for touch in touches}
    try:
        _tell_engine(set(touched.values()))
    except IndexDamagedError:
        raise
    except Exception:
        if len(touches) > 1:
            return sum(_tell([touch]) for touch in touches)
        logger.exception("%s could not be told to the index", touches[0])
        Touch.objects.filter(pk__in=touched).update(tries=F("tries") + 1)
        return _forget(key for key, one in zip(touched, touches, strict=True) if one.tries >= TRIES)
    return _forget(touched)


def _tell_engine(things: set[Thing]) -> None:
    documents: list[Document] = []
    for source in sources():
        of_source = [thing for thing in things if thing.kind in source.kinds]
        if of_source:
            documents.extend(source.documents(of_source))
    gone = things - {document.thing for document in documents}
    if gone:
        engine().drop(gone)
    if documents:
        engine().put(documents)


def _forget(keys: Iterable[int]) -> int:
    return Touch.objects.filter(pk__in=list(keys)).delete()[0]


def _is_damaged() -> bool:
    try:
        engine().size()
    except IndexDamagedError:
        logger.info("There is no index that can be read: it is built anew")
        return True
    return False


@contextmanager
def _sole_writer(*, waits: bool = False) -> Iterator[bool]:
    """Let one process of all write: another one would tell the engine an older state last."""
    if connection.vendor == "postgresql":
        with _advisory_lock(waits=waits) as is_mine:
            yield is_mine
        return
    settings.SEARCH_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.SEARCH_DIR / "indexing.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _advisory_lock(*, waits: bool) -> Iterator[bool]:
    take = "pg_advisory_lock" if waits else "pg_try_advisory_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {take}(%s)", [WRITERS_KEY])
        is_mine = waits or bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [WRITERS_KEY])
