"""What is hidden costs as much to ask for as what never was (C-S3).

Work is counted, not timed: the same number of queries, and of calls within one in twenty. A clock on a
busy machine would sometimes lie; these numbers are the same on every run.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.people.models import User
from tests.worlds import Scene

ABSENT = 999_999
APART = 0.05
TURNS = 4


def addresses(scene: Scene) -> dict[str, tuple[object, object]]:
    """Return, for each kind of address, the key of something hidden and one that leads nowhere."""
    hidden, absent = "core", ABSENT
    resource, topic, post = scene.resources[hidden], scene.topics[hidden], scene.posts[hidden]
    room, message = scene.rooms[hidden], scene.messages[hidden]
    pairs: dict[str, tuple[object, object]] = {}
    for pattern in (
        "/resources/{}/",
        "/resources/{}/edit/",
        "/resources/{}/review/",
        "/resources/{}/adapt/",
        "/resources/{}/cite.bib",
        "/resources/{}/download.html",
        "/resources/{}/lists/",
    ):
        pairs[pattern] = (resource.pk, absent)
    pairs["/resources/{}-some-words/"] = (resource.pk, absent)
    pairs["/resource-files/{}/"] = (scene.files[hidden].key, "0" * len(scene.files[hidden].key))
    pairs["/reading-lists/{}/"] = (scene.lists[hidden].pk, absent)
    pairs["/t/{}-some-words/"] = (topic.pk, absent)
    for pattern in ("/t/{}/reply/", "/t/{}/move/", "/t/{}/related/"):
        pairs[pattern] = (topic.pk, absent)
    for pattern in ("/p/{}/", "/p/{}/edit/", "/p/{}/history/"):
        pairs[pattern] = (post.pk, absent)
    for pattern in ("/rooms/{}-some-words/", "/rooms/{}/changes/?after=0", "/rooms/{}/settings/"):
        pairs[pattern] = (room.pk, absent)
    for pattern in ("/m/{}/", "/m/{}/edit/", "/m/{}/history/"):
        pairs[pattern] = (message.pk, absent)
    for pattern in ("/spaces/{}-some-words/", "/spaces/{}/settings/", "/spaces/{}/topics/new/"):
        pairs[pattern] = (scene.spaces[hidden].pk, absent)
    return pairs


def work(client: Client, address: str) -> tuple[int, int, int]:
    """Ask for a page; return its status, its queries and the calls it took."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    with CaptureQueriesContext(connection) as captured:
        sys.setprofile(count)
        try:
            answer = client.get(address)
        finally:
            sys.setprofile(None)
    return answer.status_code, len(captured), calls


@pytest.mark.parametrize("name", ["esther", "nobody"])
def test_hidden_and_absent_things_take_the_same_work(
    scene: Scene, name: str, client_of: Callable[[User | None], Client]
) -> None:
    client = client_of(getattr(scene.cast, name, None))
    apart = {}
    for pattern, keys in addresses(scene).items():
        # The least of a few: what is done only now and then is nobody's news.
        hidden, absent = (
            min(work(client, pattern.format(key)) for _turn in range(TURNS)) for key in keys
        )
        if hidden[:2] != absent[:2] or abs(hidden[2] - absent[2]) > APART * absent[2]:
            apart[pattern] = (hidden, absent)

    assert not apart
