"""Fills our own tables with the benchmark's world, in bulk and with every counter right."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model

from communities.circles.models import Community, CommunityHost, Membership
from communities.circles.services.founding import Founding, GoalWords
from communities.pages.models import Goal
from communities.pages.services import make_page
from communities.people.models import Organisation, User
from communities.policy import Audience, Circle
from forums.spaces.models import (
    Forum,
    Post,
    PostDetail,
    Space,
    SpaceReadMark,
    Topic,
    TopicDetail,
)
from tests.performance.bench import outline
from tests.performance.bench.outline import TopicOutline
from tests.performance.bench.scale import Scale
from tests.performance.bench.session import CSRF_SECRET, cookies_of
from tests.performance.bench.visits import Visits
from tests.performance.bench.words import MATTERS, person_name, subject, texts

TextOf = Callable[[int], tuple[str, str]]  # the number of a post → Markdown and HTML

BATCH = 5_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# The four default spaces, and one more that everybody who is signed in may read.
AUDIENCES = (
    ("Open forum", Audience.ORGANISATION, Audience.OUTER),
    ("Announcements", Audience.ORGANISATION, Audience.CORE),
    ("Inner circle", Audience.INNER, Audience.INNER),
    ("Core group", Audience.CORE, Audience.CORE),
    ("Questions", Audience.SIGNED_IN, Audience.OUTER),
)


@transaction.atomic
def build(scale: Scale, text_of: TextOf | None = None) -> Visits:
    """Fill an empty, migrated database."""
    dates_as_given()
    people = add_people(scale)
    communities = add_communities(scale)
    add_members(people, communities, scale)
    add_pages(communities, people)
    add_spaces(communities, scale)
    topics = list(outline.topics(scale))
    add_topics(topics, scale)
    add_posts(topics, scale, text_of or repeated_texts())
    close_counters(topics, scale)
    member = people[outline.MEMBER]
    add_read_marks(member, scale)
    return visits(scale, communities[0], member)


def dates_as_given() -> None:
    """Let rows carry their own dates: this process only builds."""
    for model in (Forum, Topic, Post):
        for name in ("created", "updated"):
            field: Any = model._meta.get_field(name)
            field.auto_now = field.auto_now_add = False


def in_batches(rows: Iterable[Model], model: Any) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        model.objects.bulk_create(batch)


def add_people(scale: Scale) -> list[User]:
    people = [
        User(
            pk=number + 1,
            email=f"person{number}@people.example",
            display_name=person_name(number),
            language="en",
            password="!",
            date_joined=outline.JOINED,
        )
        for number in range(scale.people)
    ]
    in_batches(people, User)
    return people


def add_communities(scale: Scale) -> list[Community]:
    """Ten communities share a host organisation."""
    hosts = [
        Organisation(pk=number + 1, name=f"Organisation {number}", slug=f"organisation-{number}")
        for number in range(-(-scale.communities // 10))
    ]
    in_batches(hosts, Organisation)
    communities = [
        Community(
            pk=number + 1,
            name=f"Community {number}",
            slug=f"community-{number}",
            purpose=f"Share what we learned about {MATTERS[number % len(MATTERS)]}.",
            language="en",
        )
        for number in range(scale.communities)
    ]
    in_batches(communities, Community)
    links = (
        CommunityHost(community=one, organisation=hosts[number // 10])
        for number, one in enumerate(communities)
    )
    in_batches(links, CommunityHost)
    return communities


def add_members(people: list[User], communities: list[Community], scale: Scale) -> None:
    """Of ten members one is of the core group and three of the inner circle, as the visitor is."""
    circles = [Circle.INNER] * 3 + [Circle.CORE] + [Circle.OUTER] * 6
    rows = (
        Membership(
            community=communities[number],
            person=person,
            circle=Circle.INNER if index == outline.MEMBER else circles[index // 2 % len(circles)],
        )
        for index, person in enumerate(people)
        for number in outline.communities_of(index, scale)
    )
    in_batches(rows, Membership)


def add_pages(communities: list[Community], people: list[User]) -> None:
    """Make each community's pages as founding it does."""
    for number, community in enumerate(communities):
        goals = [
            GoalWords(f"Compare {matter} in three offices", Goal.Kind.values[position])
            for position, matter in enumerate(MATTERS[number % 4 : number % 4 + 3])
        ]
        charter = "## How we work\n\nWe share what did not work, too.\n\n- We answer.\n- We ask."
        make_page(Founding(community, people[number % len(people)], goals, charter))


def add_spaces(communities: list[Community], scale: Scale) -> None:
    """Every space is a root of machina's tree."""
    forums, spaces = [], []
    for number in range(scale.spaces):
        name, read, write = AUDIENCES[number % scale.spaces_each % len(AUDIENCES)]
        forum = Forum(
            pk=number + 1,
            name=name,
            slug=f"space-{number}",
            type=Forum.FORUM_POST,
            tree_id=number + 1,
            level=0,
            lft=1,
            rght=2,
            created=outline.NEWEST,
            updated=outline.NEWEST,
        )
        forums.append(forum)
        community = communities[number // scale.spaces_each]
        position = number % scale.spaces_each
        spaces.append(
            Space(
                forum=forum,
                community=community,
                read_audience=read,
                write_audience=write,
                position=position,
            )
        )
    in_batches(forums, Forum)
    in_batches(spaces, Space)


def add_topics(topics: list[TopicOutline], scale: Scale) -> None:
    rows = (
        Topic(
            pk=topic.number + 1,
            forum_id=topic.space + 1,
            poster_id=outline.author(topic.number, 0, scale) + 1,
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
    details = (TopicDetail(topic_id=one.number + 1, last_position=one.posts) for one in topics)
    in_batches(details, TopicDetail)


def repeated_texts() -> TextOf:
    written = texts()
    return lambda number: written[outline.text_number(number)]


def add_posts(topics: list[TopicOutline], scale: Scale, text_of: TextOf) -> None:
    rows = (
        _post(topic, position, scale, text_of)
        for topic in topics
        for position in range(topic.posts)
    )
    in_batches(rows, Post)
    details = (
        PostDetail(
            post_id=topic.first_post + position + 1,
            topic_id=topic.number + 1,
            position=position + 1,
        )
        for topic in topics
        for position in range(topic.posts)
    )
    in_batches(details, PostDetail)


def _post(topic: TopicOutline, position: int, scale: Scale, text_of: TextOf) -> Post:
    number = topic.first_post + position
    raw, rendered = text_of(number)
    return Post(
        pk=number + 1,
        topic_id=topic.number + 1,
        poster_id=outline.author(topic.number, position, scale) + 1,
        subject=subject(topic.number),
        content=raw,
        _content_rendered=rendered,
        created=topic.posted(position),
        updated=topic.posted(position),
    )


def close_counters(topics: list[TopicOutline], scale: Scale) -> None:
    """Point topics and spaces at their first and last posts, and count for the spaces."""
    rows = [
        Topic(
            pk=topic.number + 1,
            first_post_id=topic.first_post + 1,
            last_post_id=topic.first_post + topic.posts,
        )
        for topic in topics
    ]
    Topic.objects.bulk_update(rows, ["first_post", "last_post"], batch_size=500)
    forums = [
        Forum(pk=number + 1, direct_topics_count=0, direct_posts_count=0)
        for number in range(scale.spaces)
    ]
    for topic in sorted(topics, key=lambda topic: topic.last_posted):
        forum = forums[topic.space]
        forum.direct_topics_count += 1
        forum.direct_posts_count += topic.posts
        forum.last_post_id = topic.first_post + topic.posts
        forum.last_post_on = topic.last_posted
    columns = ["direct_topics_count", "direct_posts_count", "last_post", "last_post_on"]
    Forum.objects.bulk_update(forums, columns, batch_size=100)


def add_read_marks(member: User, scale: Scale) -> None:
    read = range(1, scale.spaces + 1, outline.READ_EVERY)
    rows = (SpaceReadMark(person=member, space_id=pk, read_until=outline.NEWEST) for pk in read)
    in_batches(rows, SpaceReadMark)


def visits(scale: Scale, community: Community, member: User) -> Visits:
    topic = "/t/1-topic-0/"
    return Visits(
        cookies=cookies_of(member, BACKEND),
        pages={
            "home": "/",
            "community": f"/communities/{community.slug}/",
            "space": "/spaces/1-space-0/",
            "topic, first page": f"{topic}?page=1",
            "topic, last page": f"{topic}?page={-(-scale.long_topic // 20)}",
            "search, one word": "/search/?q=lawyers",
            "search, two words": "/search/?q=shared+evaluation",
            "search, a rare word": "/search/?q=colleagues+1007",
        },
        reply_paths=[f"/t/{number + 1}/reply/" for number in range(1, scale.busy_space)],
        reply_form={
            "body": "We tried this too, and it held.\n\nMore next week ({key}).",
            "client_key": "{key}",
            "csrfmiddlewaretoken": CSRF_SECRET,
        },
    )
