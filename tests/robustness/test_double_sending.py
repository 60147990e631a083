"""One intention sent from several threads at once is kept once, and everybody gets the same."""

import pytest
from django.test import Client
from django.urls import reverse

from forums.spaces.models import Ballot, BallotChoice, Post, Topic
from forums.spaces.services.polls import cast_vote
from forums.spaces.services.talk import reply_to_topic, start_topic
from tests.robustness.at_once import assert_counters_are_true, at_once
from tests.worlds import Scene

KEY = "0c1de1a5-6a2c-4a59-8a51-6f7d3b0c9c11"
# The same words are found by the words, changed ones by their key alone.
WORDS = pytest.mark.parametrize("words", ["Good morning", "Good morning, number {}"])


@WORDS
def test_a_reply_is_kept_once(scene: Scene, words: str) -> None:
    topic, author = scene.topics["outer"], scene.cast.chloe
    before = Post.objects.count()

    written = at_once(
        lambda number: reply_to_topic(
            topic=topic, author=author, body=words.format(number), client_key=KEY
        )
    )

    assert len({one.post.pk for one in written}) == 1
    assert sum(one.is_new for one in written) == 1
    assert Post.objects.count() == before + 1
    assert_counters_are_true(topic.forum)


@WORDS
def test_a_topic_is_started_once(scene: Scene, words: str) -> None:
    space, author = scene.spaces["outer"], scene.cast.chloe
    before = Topic.objects.count()

    written = at_once(
        lambda number: start_topic(
            space=space, author=author, title="Hello", body=words.format(number), client_key=KEY
        )
    )

    assert len({one.post.topic_id for one in written}) == 1
    assert sum(one.is_new for one in written) == 1
    assert Topic.objects.count() == before + 1
    assert_counters_are_true(space.forum)


@WORDS
def test_a_reply_sent_through_the_door_leads_everybody_to_one_post(
    scene: Scene, words: str
) -> None:
    topic, before = scene.topics["outer"], Post.objects.count()

    def send(number: int) -> tuple[int, str]:
        client = Client()
        client.force_login(scene.cast.chloe)
        form = {"body": words.format(number), "client_key": KEY}
        answer = client.post(reverse("spaces:reply", args=[topic.pk]), form)
        return answer.status_code, answer.headers.get("Location", "")

    post = at_once(send)

    assert Post.objects.count() == before + 1
    assert set(post) == {(302, reverse("spaces:post", args=[Post.objects.latest("pk").pk]))}


def test_a_vote_is_one_ballot(scene: Scene) -> None:
    poll = scene.topics["outer"].own_poll
    options = list(poll.options.values_list("pk", flat=True))

    ballots = at_once(
        lambda number: cast_vote(
            poll=poll, voter=scene.cast.chloe, options=[options[number % len(options)]]
        )
    )

    assert {one.pk for one in ballots} == {Ballot.objects.get(poll=poll).pk}
    assert BallotChoice.objects.filter(ballot=ballots[0]).count() == 1
