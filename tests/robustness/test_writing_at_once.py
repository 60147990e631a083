"""Different people act on the same topics and spaces at once: all of it stands, and counts."""

from communities.policy import Audience
from forums.spaces.models import PostDetail, Space, Topic
from forums.spaces.services.care import move_topic
from forums.spaces.services.talk import reply_to_topic, start_topic
from tests.robustness.at_once import THREADS, assert_counters_are_true, at_once
from tests.worlds import Scene


def test_different_replies_all_stand_in_their_order(scene: Scene) -> None:
    topic = scene.topics["outer"]

    written = at_once(
        lambda number: reply_to_topic(
            topic=topic, author=scene.cast.chloe, body=f"Words {number}", client_key=f"{number}"
        )
    )

    assert len({one.post.pk for one in written}) == THREADS
    positions = PostDetail.objects.filter(topic=topic).order_by("position")
    assert list(positions.values_list("position", flat=True)) == list(range(1, THREADS + 3))
    assert_counters_are_true(topic.forum)


def test_replies_follow_a_topic_that_moves(scene: Scene) -> None:
    topic, spaces = scene.topics["outer"], [scene.spaces["outer"], scene.spaces["inner"]]

    def act(number: int) -> bool:
        if number == 0:
            return move_topic(topic=topic, to=spaces[1], by=scene.cast.awa)
        author, words = scene.cast.boubacar, f"Words {number}"
        return reply_to_topic(topic=topic, author=author, body=words).is_new

    assert all(at_once(act))
    assert Topic.objects.get(pk=topic.pk).posts_count == THREADS + 1
    for space in spaces:
        assert_counters_are_true(space.forum)


def test_topics_move_both_ways(scene: Scene) -> None:
    """Two core spaces: neither is wider, so that topics may go there and back."""
    community, awa = scene.cast.community, scene.cast.awa
    spaces = list(Space.objects.filter(community=community, read_audience=Audience.CORE)[:2])
    topics = [
        start_topic(space=spaces[number % 2], author=awa, title=f"{number}", body=f"{number}").post
        for number in range(THREADS)
    ]

    def move(number: int) -> bool:
        to = spaces[(number + 1) % 2]
        return move_topic(topic=topics[number].topic, to=to, by=awa)

    assert all(at_once(move))
    for space in spaces:
        assert_counters_are_true(space.forum)
