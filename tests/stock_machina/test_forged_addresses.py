"""Defects 1 and 2: the parts of an address are trusted one by one."""

import pytest

from tests.stock_machina.stage import (
    Post,
    Topic,
    allow,
    client_of,
    forum,
    person,
    topic,
    topic_url,
)

pytestmark = pytest.mark.django_db


def test_defect_01_reply_through_another_forum_skips_approval() -> None:
    watched, free = forum("Watched"), forum("Free")
    member = person("member")
    allow(member, watched, "can_see_forum", "can_read_forum", "can_reply_to_topics")
    allow(member, free, "can_post_without_approval")
    held = topic(watched, person("author"), "Held here")
    client = client_of(member)
    client.post(f"{topic_url(held)}post/create/", {"subject": "Re", "content": "honest"})
    client.post(f"{topic_url(held, free)}post/create/", {"subject": "Re", "content": "forged"})
    replies = Post.objects.filter(topic=held, poster=member)
    assert [(post.content.raw, post.approved) for post in replies] == [
        ("honest", False),
        ("forged", True),
    ]


def test_defect_02_reply_through_another_forum_locks_the_topic() -> None:
    place, own = forum("Place"), forum("Own")
    member = person("member")
    allow(member, place, "can_read_forum", "can_reply_to_topics")
    allow(member, own, "can_lock_topics")
    found = topic(place, person("author"), "Open to all")
    facts = {"subject": "Re", "content": "x", "lock_topic": "on"}
    client = client_of(member)
    client.post(f"{topic_url(found)}post/create/", facts)
    found.refresh_from_db()
    assert found.status == Topic.TOPIC_UNLOCKED
    client.post(f"{topic_url(found, own)}post/create/", facts)
    found.refresh_from_db()
    assert found.status == Topic.TOPIC_LOCKED
