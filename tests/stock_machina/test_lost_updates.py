"""Defects 8, 10, 11, 13 and 16: rows are overwritten, deleted and doubled."""

import pytest
from asgiref.sync import async_to_sync
from machina.core.db.models import get_model

from tests.stock_machina.stage import (
    Forum,
    Post,
    Topic,
    allow,
    client_of,
    forum,
    person,
    topic,
    when_query_mentions,
)

pytestmark = pytest.mark.django_db

Poll = get_model("forum_polls", "TopicPoll")
Vote = get_model("forum_polls", "TopicPollVote")


def test_defect_08_reply_with_a_stale_topic_resets_views_and_lock() -> None:
    author = person("author")
    stale = topic(forum("Place"), author, "Subject")
    Topic.objects.filter(pk=stale.pk).update(views_count=5, status=Topic.TOPIC_LOCKED)
    Post.objects.create(topic=stale, poster=author, subject="Re", content="x")
    now = Topic.objects.get(pk=stale.pk)
    assert (now.views_count, now.status) == (0, Topic.TOPIC_UNLOCKED)


def test_defect_08_reply_with_a_stale_forum_contradicts_the_tree() -> None:
    old, new = forum("Category old"), forum("Category new")
    place, author = forum("Place", parent=old), person("author")
    stale = Topic.objects.select_related("forum").get(pk=topic(place, author, "Subject").pk)
    moved = Forum.objects.get(pk=place.pk)
    moved.parent = new
    moved.save()
    Post.objects.create(topic=stale, poster=author, subject="Re", content="x")
    now = Forum.objects.get(pk=place.pk)
    assert now.parent == old
    assert now.tree_id == Forum.objects.get(pk=new.pk).tree_id != old.tree_id


def test_defect_10_deleting_a_person_deletes_what_others_wrote() -> None:
    starter, other = person("starter"), person("other")
    found = topic(forum("Place"), starter, "Subject")
    Post.objects.create(topic=found, poster=other, subject="Re", content="mine")
    starter.delete()
    assert not Post.objects.filter(poster=other).exists()


def test_defect_11_moving_a_locked_topic_unlocks_it() -> None:
    here, there, mover = forum("Here"), forum("There"), person("mover")
    for place in (here, there):
        allow(mover, place, "can_see_forum", "can_read_forum", "can_move_topics")
    found = topic(here, mover, "Subject", status=Topic.TOPIC_LOCKED)
    address = f"/forum/moderation/topic/{found.slug}-{found.pk}/move/"
    client_of(mover).post(address, {"forum": there.pk})
    found.refresh_from_db()
    assert (found.forum, found.is_locked) == (there, False)


def test_defect_13_asynchronous_delete_fails() -> None:
    found = topic(forum("Place"), person("author"), "Subject")
    with pytest.raises(TypeError, match="keep_parents"):
        async_to_sync(found.first_post.adelete)()
    with pytest.raises(TypeError, match="keep_parents"):
        async_to_sync(found.adelete)()


def test_defect_16_two_requests_cast_two_votes() -> None:
    place, voter = forum("Place"), person("voter")
    allow(voter, place, "can_read_forum", "can_vote_in_polls")
    poll = Poll.objects.create(topic=topic(place, voter, "Subject"), question="Yes?")
    option = poll.options.create(text="Yes")
    client, answer = client_of(voter), {"options": option.pk}
    address = f"/forum/poll/{poll.pk}/vote/"
    with when_query_mentions(
        'INSERT INTO "forum_polls_topicpollvote"', lambda: client.post(address, answer)
    ):
        client.post(address, answer)
    assert Vote.objects.filter(voter=voter, poll_option=option).count() == 2
