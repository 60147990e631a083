"""The server is killed again and again while people write: nothing acknowledged is lost or twice."""

import logging
import os
import random
import threading
import time

import pytest

from tests.robustness.product import Product
from tests.robustness.truth import Truth
from tests.robustness.visitor import Visitor, at_work, write_while

logger = logging.getLogger(__name__)

KILLS = int(os.environ.get("COP_KILLS", "4"))


@pytest.mark.faults
def test_killed_while_people_write(product: Product) -> None:
    world = product.world
    replies = [f"/t/{topic}/reply/" for topic in world.topics]
    paths = [*replies, f"/spaces/{world.space}/topics/new/"]
    writers = [Visitor(product.port, cookies) for cookies in world.writers]
    stop = threading.Event()

    with at_work(*writers) as pool:
        sends = [one.send_until_acknowledged for one in writers]
        writing = [pool.submit(write_while, lambda: not stop.is_set(), s, paths) for s in sends]
        try:
            for _kill in range(KILLS):
                time.sleep(random.uniform(0.2, 1.2))  # noqa: S311 -- any moment will do
                product.kill()
                product.start()
        finally:
            stop.set()
    assert product.faults() == []
    written = [one for done in writing for one in done.result()]
    product.kill()

    truth = Truth(product.database)
    again = sum(one.attempts > 1 for one in written)
    logger.info("%d acknowledged, %d sent again", len(written), again)
    logger.info("%d of those were kept already", truth.answers_lost(written))
    assert again > 0
    assert truth.wrong == {}
    assert truth.missing_or_twice(written) == []
