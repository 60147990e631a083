"""Fills stock machina with the benchmark's world, in bulk and with every counter right."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from machina.apps.forum_permission.shortcuts import assign_perm
from machina.core.db.models import get_model

from tests.performance.bench import outline
from tests.performance.bench.outline import TopicOutline
from tests.performance.bench.scale import Scale
from tests.performance.bench.session import CSRF_SECRET, cookies_of
from tests.performance.bench.visits import Visits
from tests.performance.bench.words import person_name, subject, texts

Forum: Any = get_model("forum", "Forum")
ForumProfile: Any = get_model("forum_member", "ForumProfile")
ForumReadTrack: Any = get_model("forum_tracking", "ForumReadTrack")
Post: Any = get_model("forum_conversation", "Post")
Topic: Any = get_model("forum_conversation", "Topic")
BATCH = 5_000
MEMBERS_MAY = (
    "can_see_forum",
    "can_read_forum",
    "can_start_new_topics",
    "can_reply_to_topics",
    "can_edit_own_posts",
    "can_post_without_approval",
    "can_create_polls",
    "can_vote_in_polls",
    "can_download_file",
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@transaction.atomic
def build(scale: Scale) -> Visits:
    """Fill an empty, migrated database."""
    dates_as_given()
    people = add_people(scale)
    forums = add_forums(scale)
    topics = list(outline.topics(scale))
    add_topics(topics, forums, people, scale)
    add_posts(topics, people, scale)
    close_counters(topics, forums, people, scale)
    add_read_marks(forums, people[outline.MEMBER])
    newcomer = add_narrow_member(scale, forums)
    return visits(scale, forums, people[outline.MEMBER], newcomer)


def dates_as_given() -> None:
    """Let rows carry their own dates: this process only builds."""
    for model in (Forum, Topic, Post):
        for name in ("created", "updated"):
            field = model._meta.get_field(name)
            field.auto_now = field.auto_now_add = False
    ForumReadTrack._meta.get_field("mark_time").auto_now = False


def in_batches(rows: Iterable[Any], model: Any) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        model.objects.bulk_create(batch)


def add_people(scale: Scale) -> list[User]:
    people = [
        User(
            pk=number + 1,
            username=f"person{number}",
            first_name=person_name(number).split()[0],
            email=f"person{number}@people.example",
            password="!",
            date_joined=outline.JOINED,
        )
        for number in range(scale.people)
    ]
    in_batches(people, User)
    members = Group.objects.create(name="members")
    members.user_set.set([person.pk for person in people])
    for codename in MEMBERS_MAY:  # everywhere: the cheapest grant machina knows
        assign_perm(codename, members, None)
    return people


def add_forums(scale: Scale) -> list[Any]:
    """One category for each community; MPTT's columns are written, not computed."""
    categories = [
        Forum(
            pk=number + 1,
            name=f"Community {number}",
            slug=f"community-{number}",
            type=Forum.FORUM_CAT,
            tree_id=number + 1,
            level=0,
            lft=1,
            rght=2 + 2 * scale.spaces_each,
            created=outline.NEWEST,
            updated=outline.NEWEST,
        )
        for number in range(scale.communities)
    ]
    forums = [
        Forum(
            pk=scale.communities + number + 1,
            parent=categories[number // scale.spaces_each],
            name=f"Space {number}",
            slug=f"space-{number}",
            type=Forum.FORUM_POST,
            tree_id=number // scale.spaces_each + 1,
            level=1,
            lft=2 + 2 * (number % scale.spaces_each),
            rght=3 + 2 * (number % scale.spaces_each),
            created=outline.NEWEST,
            updated=outline.NEWEST,
        )
        for number in range(scale.spaces)
    ]
    in_batches([*categories, *forums], Forum)
    return forums


def add_topics(
    topics: list[TopicOutline], forums: list[Any], people: list[User], scale: Scale
) -> None:
    rows = (
        Topic(
            pk=topic.number + 1,
            forum=forums[topic.space],
            poster=people[outline.author(topic.number, 0, scale)],
            subject=subject(topic.number),
            slug=f"topic-{topic.number}",
            type=Topic.TOPIC_POST,
            status=Topic.TOPIC_UNLOCKED,
            posts_count=topic.posts,
            last_post_on=topic.last_posted,
            created=topic.started,
            updated=topic.last_posted,
        )
        for topic in topics
    )
    in_batches(rows, Topic)


def add_posts(topics: list[TopicOutline], people: list[User], scale: Scale) -> None:
    written = texts()
    rows = (
        _post(topic, position, people[outline.author(topic.number, position, scale)], written)
        for topic in topics
        for position in range(topic.posts)
    )
    in_batches(rows, Post)


def _post(topic: TopicOutline, position: int, author: User, written: list[tuple[str, str]]) -> Any:
    number = topic.first_post + position
    raw, rendered = written[outline.text_number(number)]
    return Post(
        pk=number + 1,
        topic_id=topic.number + 1,
        poster=author,
        subject=subject(topic.number),
        content=raw,
        _content_rendered=rendered,
        created=topic.posted(position),
        updated=topic.posted(position),
    )


def close_counters(
    topics: list[TopicOutline], forums: list[Any], people: list[User], scale: Scale
) -> None:
    """Point topics and forums at their first and last posts, and count for forums and people."""
    rows = [
        Topic(
            pk=topic.number + 1,
            first_post_id=topic.first_post + 1,
            last_post_id=topic.first_post + topic.posts,
        )
        for topic in topics
    ]
    Topic.objects.bulk_update(rows, ["first_post", "last_post"], batch_size=500)
    for topic in sorted(topics, key=lambda topic: topic.last_posted):
        forum = forums[topic.space]
        forum.direct_topics_count += 1
        forum.direct_posts_count += topic.posts
        forum.last_post_id = topic.first_post + topic.posts
        forum.last_post_on = topic.last_posted
    columns = ["direct_topics_count", "direct_posts_count", "last_post", "last_post_on"]
    Forum.objects.bulk_update(forums, columns, batch_size=100)
    counts = Counter(
        outline.author(topic.number, position, scale)
        for topic in topics
        for position in range(topic.posts)
    )
    in_batches(
        (ForumProfile(user=one, posts_count=counts[one.pk - 1]) for one in people), ForumProfile
    )


def add_read_marks(forums: list[Any], member: User) -> None:
    read = forums[:: outline.READ_EVERY]
    rows = [ForumReadTrack(forum=forum, user=member, mark_time=outline.NEWEST) for forum in read]
    in_batches(rows, ForumReadTrack)


def add_narrow_member(scale: Scale, forums: list[Any]) -> User:
    """Add somebody who reads what the visitor reads with us, by a row for each permission."""
    newcomer = User.objects.create(pk=scale.people + 1, username="newcomer", password="!")
    own = range(min(outline.MEMBER_OF, scale.communities))
    open_to_them = [forum for forum in forums if forum.tree_id - 1 in own]
    for place in [*Forum.objects.filter(level=0, tree_id__in=[n + 1 for n in own]), *open_to_them]:
        for codename in ("can_see_forum", "can_read_forum"):
            assign_perm(codename, newcomer, place)
    add_read_marks(open_to_them, newcomer)
    return newcomer


def visits(scale: Scale, forums: list[Any], member: User, newcomer: User) -> Visits:
    place = forums[0]
    topic = f"/forum/forum/{place.slug}-{place.pk}/topic/topic-0-1/"
    replies = [
        f"/forum/forum/{place.slug}-{place.pk}/topic/topic-{number}-{number + 1}/post/create/"
        for number in range(1, scale.busy_space)
    ]
    return Visits(
        cookies=cookies_of(member, BACKEND),
        pages={
            "home": "/forum/",
            "home, own communities only": "/forum/",
            "community": "/forum/forum/community-0-1/",
            "space": f"/forum/forum/{place.slug}-{place.pk}/",
            "topic, first page": topic,
            "topic, last page": f"{topic}?page={-(-scale.long_topic // 20)}",
            "search, one word": "/forum/search/?q=lawyers",
            "search, two words": "/forum/search/?q=shared+evaluation",
            "search, a rare word": "/forum/search/?q=colleagues+1007",
        },
        reply_paths=replies,
        reply_form={
            "subject": "Re: one more",
            "content": "We tried this too, and it held.\n\nMore next week ({key}).",
            "csrfmiddlewaretoken": CSRF_SECRET,
        },
        other_cookies={"home, own communities only": cookies_of(newcomer, BACKEND)},
    )
