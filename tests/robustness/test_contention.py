"""Eight write while fifty read: nobody meets a lock, and nothing acknowledged is missing."""

import logging
import os
import time

import pytest

from tests.robustness.product import Product
from tests.robustness.truth import Truth
from tests.robustness.visitor import Visitor, at_work, read_while, write_while

logger = logging.getLogger(__name__)

SECONDS = float(os.environ.get("COP_CONTENTION_SECONDS", "10"))


@pytest.mark.faults
def test_eight_writers_and_fifty_readers(product: Product) -> None:
    world = product.world
    replies = [f"/t/{topic}/reply/" for topic in world.topics]
    pages = [f"/t/{topic}-topic-{n}/?page=last" for n, topic in enumerate(world.topics)]
    writers = [Visitor(product.port, cookies) for cookies in world.writers]
    readers = [Visitor(product.port, cookies) for cookies in world.readers]
    until = time.monotonic() + SECONDS

    def going() -> bool:
        return time.monotonic() < until

    with at_work(*writers, *readers) as pool:
        writing = [pool.submit(write_while, going, one.send, replies) for one in writers]
        reading = [pool.submit(read_while, going, one, pages) for one in readers]
    assert product.faults() == []
    written = [done.result() for done in writing]
    read = [done.result() for done in reading]

    logger.info("%d replies, %d pages", sum(map(len, written)), sum(read))
    assert min(map(len, written)) > 0
    assert min(read) > 0
    truth = Truth(product.database)
    assert truth.wrong == {}
    assert truth.missing_or_twice(one for some in written for one in some) == []
