"""What a page of results may ask of the database, however much was found."""

import re
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.people.models import User
from forums.chat.services.sending import send_message
from forums.spaces.services.talk import reply_to_topic, start_topic
from tests.resources.search.conftest import catch_up
from tests.worlds import Scene

QUERIES, BYTES = 12, 60_000
# The engine on PostgreSQL asks the same database, in a schema of its own.
OF_THE_ENGINE = re.compile(r"SAVEPOINT|SET LOCAL|to_regclass|\bsearch\.")


def test_results_of_all_kinds(scene: Scene, client_of: Callable[[User | None], Client]) -> None:
    cast = scene.cast
    for one in (cast.boubacar, cast.community, cast.organisation):
        for field in ("about", "purpose", "description"):
            if hasattr(one, field):
                setattr(one, field, "Baobab")
        one.save()
    costs = []
    for number in (1, 2, 3):
        topic = start_topic(
            space=scene.spaces["outer"], author=cast.awa, title=f"Baobab {number}", body="x"
        ).post.topic
        reply_to_topic(topic=topic, author=cast.chloe, body=f"The baobab number {number}")
        send_message(room=scene.rooms["outer"], author=cast.chloe, body=f"Baobab {number}!")
        catch_up()
        cache.clear()
        client = client_of(cast.chloe)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/search/?q=baobab")
        asked = [query["sql"] for query in queries if not OF_THE_ENGINE.search(query["sql"])]
        costs.append(len(asked))
        assert answer.content.count(b"<h2 id=") == 6
        assert len(answer.content) < BYTES

    assert len(set(costs)) == 1, costs
    assert costs[0] <= QUERIES, asked
