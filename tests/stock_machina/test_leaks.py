"""Defects 3 to 7: what somebody may not read is shown all the same."""

from xml.etree import ElementTree as ET

import pytest
from django.contrib.sites.models import Site
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.stock_machina.index import DOCUMENTS
from tests.stock_machina.stage import (
    Post,
    Topic,
    allow,
    client_of,
    forum,
    person,
    topic,
    topic_url,
    when_query_mentions,
)

pytestmark = pytest.mark.django_db

READ = ("can_see_forum", "can_read_forum")


def test_defect_03_held_announcement_is_listed() -> None:
    place, reader, author = forum("Place"), person("reader"), person("author")
    allow(reader, place, *READ)
    topic(place, author, "Held topic", approved=False)
    topic(place, author, "Held announcement", approved=False, type=Topic.TOPIC_ANNOUNCE)
    page = client_of(reader).get(f"/forum/forum/{place.slug}-{place.pk}/").content.decode()
    assert "Held topic" not in page
    assert "Held announcement" in page


def test_defect_04_held_post_is_shown_in_its_authors_list() -> None:
    place, reader, author = forum("Place"), person("reader"), person("author")
    allow(reader, place, *READ)
    found = topic(place, author, "Subject")
    Post.objects.create(
        topic=found, poster=author, subject="Re", content="held words", approved=False
    )
    client = client_of(reader)
    assert "held words" not in client.get(topic_url(found)).content.decode()
    assert "held words" in client.get(f"/forum/member/profile/{author.pk}/posts/").content.decode()


def test_defect_05_subscriptions_list_topics_of_lost_forums() -> None:
    place, former = forum("Place"), person("former")
    found = topic(place, person("author"), "No longer yours")
    found.subscribers.add(former)
    client = client_of(former)
    assert client.get(topic_url(found)).status_code == 403
    assert "No longer yours" in client.get("/forum/member/subscriptions/").content.decode()


def test_defect_06_search_finds_a_topic_moved_out_of_reach() -> None:
    DOCUMENTS.clear()
    public, private = forum("Public"), forum("Private")
    reader, mover = person("reader"), person("mover")
    allow(reader, public, *READ)
    for place in (public, private):
        allow(mover, place, *READ, "can_move_topics")
    found = topic(public, person("author"), "Quokka")
    topic(private, mover, "Quokka kept private")
    address = f"/forum/moderation/topic/{found.slug}-{found.pk}/move/"
    client_of(mover).post(address, {"forum": private.pk})
    found.refresh_from_db()
    assert found.forum == private
    client = client_of(reader)
    assert client.get(topic_url(found)).status_code == 403
    page = client.get("/forum/search/", {"q": "quokka"}).content.decode()
    assert "Quokka kept private" not in page
    assert "Quokka</a>" in page


def test_defect_07_feed_gives_one_reader_what_another_may_read() -> None:
    public, private = forum("Public"), forum("Private")
    reader, insider = person("reader"), person("insider")
    allow(reader, public, *READ)
    for place in (public, private):
        allow(insider, place, *READ)
    topic(public, insider, "Common")
    topic(private, insider, "Secret")
    outside, inside = client_of(reader), client_of(insider)
    assert "Secret" not in outside.get("/forum/feeds/topics/").content.decode()
    Site.objects.clear_cache()
    with when_query_mentions("django_site", lambda: inside.get("/forum/feeds/topics/")):
        mixed = outside.get("/forum/feeds/topics/").content.decode()
    assert "Secret" in mixed


def test_defect_07_feed_has_no_end() -> None:
    place, reader = forum("Place"), person("reader")
    allow(reader, place, *READ)
    for number in range(62):
        topic(place, reader, f"Topic {number}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        feed = client_of(reader).get("/forum/feeds/topics/").content
    assert len(ET.fromstring(feed).findall("channel/item")) == 62  # noqa: S314 -- our own feed
    assert len(queries) > 2 * 62
