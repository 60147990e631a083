"""Let the people of the demo talk, each post at its time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.test.utils import override_settings

from communities.circles.models import Community
from communities.circles.services.audiences import Audiences
from communities.people.models import User
from communities.policy import Audience
from cop_site.demo.texts import PostText, TopicText
from forums.spaces.models import Post, PostDetail, ReadMark, Space, Topic
from forums.spaces.services.audiences import change_audiences
from forums.spaces.services.care import lock_topic, pin_topic
from forums.spaces.services.counters import refresh_last_post
from forums.spaces.services.polls import cast_vote, open_poll
from forums.spaces.services.talk import reply_to_topic, start_topic

PLACES = ("announcements", "open", "inner", "core")  # in the order in which they are opened


def tell_topics(
    community: Community, topics: Iterable[TopicText], people: dict[str, User], now: datetime
) -> None:
    """Write every topic through the services, then set the clock back."""
    spaces = dict(zip(PLACES, Space.objects.filter(community=community), strict=True))
    with override_settings(SECONDS_BETWEEN_REPLIES=0, SECONDS_BETWEEN_TOPICS=0):
        for text in topics:
            tell(spaces[text.space], text, people, now)


def open_to_everybody(community: Community, places: Iterable[str], by: User) -> None:
    """Let visitors read some of the spaces, before anything is said there."""
    spaces = dict(zip(PLACES, Space.objects.filter(community=community), strict=True))
    for place in places:
        space = spaces[place]
        audiences = Audiences(Audience.PUBLIC, Audience(space.write_audience))
        change_audiences(space=space, audiences=audiences, by=by)


def tell(space: Space, text: TopicText, people: dict[str, User], now: datetime) -> None:
    """Write one topic."""
    first, *others = text.posts
    written = start_topic(
        space=space, author=people[first.author], title=text.title, body=first.body
    )
    topic = written.post.topic
    set_time(written.post, first, now)
    for other in others:
        answer = reply_to_topic(topic=topic, author=people[other.author], body=other.body)
        set_time(answer.post, other, now)
    Topic.objects.filter(pk=topic.pk).update(created=time_of(first, now))
    refresh_last_post(topic=topic)
    ReadMark.objects.filter(topic=topic).delete()
    mark_own_words(topic)
    keeper = people[first.author]
    if text.is_pinned:
        pin_topic(topic=topic, by=keeper, pinned=True)
    if text.poll is not None:
        ask(topic, text.poll, people)
    if text.is_locked:
        lock_topic(topic=topic, by=keeper, locked=True, reason="")


def mark_own_words(topic: Topic) -> None:
    """Everybody has read up to their own last post."""
    rows = PostDetail.objects.filter(topic=topic).values_list("post__poster", "position")
    furthest = dict(rows.order_by("position"))
    ReadMark.objects.bulk_create(
        ReadMark(person_id=person, topic=topic, position=position)
        for person, position in furthest.items()
    )


def ask(topic: Topic, facts: dict[str, object], people: dict[str, User]) -> None:
    """Open a poll and let people vote."""
    poll = open_poll(topic=topic, question=str(facts["question"]), options=list(facts["options"]))  # type: ignore[call-overload]  # TOML
    options = list(poll.options.all())
    for name, number in dict(facts["votes"]).items():  # type: ignore[call-overload]  # TOML
        cast_vote(poll=poll, voter=people[name], options=[options[number].pk])


def set_time(post: Post, text: PostText, now: datetime) -> None:
    """Let a post have been written some days ago; the position breaks ties."""
    moment = time_of(text, now) + timedelta(minutes=7 * post.detail.position)
    Post.objects.filter(pk=post.pk).update(created=moment, updated=moment)


def time_of(text: PostText, now: datetime) -> datetime:
    """Count back from now."""
    return now - timedelta(days=text.days_ago)
