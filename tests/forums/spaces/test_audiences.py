"""Changing who reads a space never shows new people what was said among fewer."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.circles.models import InvitedListEntry
from communities.circles.services.audiences import Audiences
from communities.people.models import User
from communities.policy import Audience
from forums.spaces.models import Space, SpaceChange, Topic
from forums.spaces.refusals import Refused
from forums.spaces.services.audiences import change_audiences
from forums.spaces.services.care import move_topic
from forums.spaces.services.spaces import archive_space, open_space
from tests.worlds import Scene, make_scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def words(scene: Scene, place: str, **changes: object) -> dict[str, object]:
    """The settings form of a space, as a browser would send it."""
    space = Space.objects.get(pk=scene.spaces[place].pk)
    entries = InvitedListEntry.objects.filter(invited_list=space.invited_list)
    return {
        "name": space.forum.name,
        "read": space.read_audience,
        "write": space.write_audience,
        "invited": list(entries.values_list("person", flat=True)),
    } | changes


def address(topic: Topic) -> str:
    return f"/t/{topic.pk}-{topic.slug}/"


def invite(scene: Scene, *people: User) -> list[int]:
    return [person.pk for person in (scene.cast.awa, scene.cast.boubacar, *people)]


def test_one_more_person_on_the_list_reads_from_now_on_only(
    scene: Scene, client_of: ClientOf
) -> None:
    space, topic, chloe = scene.spaces["invited"], scene.topics["invited"], scene.cast.chloe
    awa = client_of(scene.cast.awa)
    form = words(scene, "invited", invited=invite(scene, chloe))

    asked = awa.post(f"/spaces/{space.pk}/settings/", form)
    assert "1 person more will read here." in asked.content.decode()
    assert client_of(chloe).get(space.get_absolute_url()).status_code == 404

    awa.post(f"/spaces/{space.pk}/settings/", form | {"confirmed": "yes"})
    assert client_of(chloe).get(space.get_absolute_url()).status_code == 200
    assert client_of(chloe).get(address(topic)).status_code == 404
    assert client_of(scene.cast.boubacar).get(address(topic)).status_code == 200
    change = SpaceChange.objects.get(space=space)
    assert (change.invited_before, change.invited_after) == (2, 3)


def test_one_person_fewer_on_the_list_reads_nothing_more(scene: Scene, client_of: ClientOf) -> None:
    space, topic = scene.spaces["invited"], scene.topics["invited"]
    form = words(scene, "invited", invited=[scene.cast.awa.pk])

    client_of(scene.cast.awa).post(f"/spaces/{space.pk}/settings/", form)

    assert client_of(scene.cast.boubacar).get(address(topic)).status_code == 404
    topic.refresh_from_db()
    assert topic.forum_id == space.pk


@pytest.mark.parametrize(
    "changes", [{"read": int(Audience.OUTER)}, {"read": 0}], ids=["one level", "all levels"]
)
def test_lower_level_asks_and_keeps_earlier_talk(
    scene: Scene, client_of: ClientOf, changes: dict[str, object]
) -> None:
    space, topic = scene.spaces["inner"], scene.topics["inner"]
    awa, chloe = client_of(scene.cast.awa), client_of(scene.cast.chloe)
    form = words(scene, "inner", **changes)

    assert awa.post(f"/spaces/{space.pk}/settings/", form).status_code == 200
    awa.post(f"/spaces/{space.pk}/settings/", form | {"confirmed": "yes"})

    assert chloe.get(space.get_absolute_url()).status_code == 200
    assert chloe.get(address(topic)).status_code == 404
    assert scene.secret("inner") not in chloe.get(
        "/communities/water/spaces/"
    ).content.decode().replace(str(space.forum.name), "").replace(space.forum.slug, "").replace(
        str(space.forum.description.raw), ""
    )
    topic.refresh_from_db()
    kept = topic.forum.space
    assert kept.read_audience == Audience.INNER
    assert kept.forum.direct_topics_count == 1
    assert not Space.objects.get(pk=space.pk).forum.direct_topics_count


def test_taking_the_list_away_keeps_earlier_talk(scene: Scene, client_of: ClientOf) -> None:
    space, topic = scene.spaces["invited"], scene.topics["invited"]
    form = words(scene, "invited", invited=[], confirmed="yes")

    client_of(scene.cast.awa).post(f"/spaces/{space.pk}/settings/", form)

    assert client_of(scene.cast.chloe).get(space.get_absolute_url()).status_code == 200
    assert client_of(scene.cast.chloe).get(address(topic)).status_code == 404


def test_same_audiences_change_nothing(scene: Scene, client_of: ClientOf) -> None:
    space = scene.spaces["invited"]

    client_of(scene.cast.awa).post(f"/spaces/{space.pk}/settings/", words(scene, "invited"))

    assert not SpaceChange.objects.exists()


def test_earlier_talk_of_an_archived_space_stays_archived(scene: Scene) -> None:
    space = scene.spaces["core"]
    archive_space(space=space, archived=True)
    space.refresh_from_db()

    wanted = Audiences(Audience.OUTER, Audience.OUTER)
    change = change_audiences(space=space, audiences=wanted, by=scene.cast.awa)

    assert change.kept is not None
    assert Space.objects.get(pk=change.kept.pk).archived_at is not None


def test_people_too_far_from_the_circle_are_named(scene: Scene, client_of: ClientOf) -> None:
    space = scene.spaces["inner"]
    form = words(scene, "inner", invited=invite(scene, scene.cast.chloe))

    page = client_of(scene.cast.awa).post(f"/spaces/{space.pk}/settings/", form)

    assert "Not in the circles that can read here: Chloe." in page.content.decode()
    assert not SpaceChange.objects.exists()


def test_topic_moves_only_where_nobody_more_reads(scene: Scene, client_of: ClientOf) -> None:
    awa, topic = client_of(scene.cast.awa), scene.topics["inner"]
    archive_space(space=scene.spaces["core"], archived=True)

    offered = awa.get(f"/t/{topic.pk}/move/").content.decode()
    for place in ("public", "outer", "invited", "core"):
        assert f'value="{scene.spaces[place].pk}"' not in offered
        refused = awa.post(f"/t/{topic.pk}/move/", {"space": scene.spaces[place].pk})
        assert refused.status_code == 200
    topic.refresh_from_db()
    assert topic.forum_id == scene.spaces["inner"].pk

    archive_space(space=scene.spaces["core"], archived=False)
    awa.post(f"/t/{topic.pk}/move/", {"space": scene.spaces["core"].pk})
    topic.refresh_from_db()
    assert topic.forum_id == scene.spaces["core"].pk


def test_topic_of_a_list_moves_among_its_people_only(scene: Scene) -> None:
    few = frozenset({scene.cast.awa.pk})
    narrower = open_space(
        community=scene.cast.community,
        name="Narrower",
        audiences=Audiences(Audience.OUTER, Audience.OUTER, few),
    )

    assert move_topic(topic=scene.topics["invited"], to=narrower, by=scene.cast.awa)
    with pytest.raises(Refused):
        move_topic(topic=scene.topics["invited"], to=scene.spaces["invited"], by=scene.cast.awa)


def test_poll_allows_as_many_answers_as_it_says(scene: Scene, client_of: ClientOf) -> None:
    chloe = client_of(scene.cast.chloe)
    form = {"title": "When?", "body": "Say.", "question": "Days", "options": "Mon\nTue\nWed"}
    chloe.post(f"/spaces/{scene.spaces['outer'].pk}/topics/new/", form | {"max_choices": 2})
    poll = scene.spaces["outer"].forum.topics.get(subject="When?").own_poll
    keys = list(poll.options.values_list("pk", flat=True))

    chloe.post(f"/t/{poll.pk}/vote/", {"option": keys})
    assert not poll.ballots.exists()
    chloe.post(f"/t/{poll.pk}/vote/", {"option": [*keys[:2], "9" * 30]})
    assert not poll.ballots.exists()
    chloe.post(f"/t/{poll.pk}/vote/", {"option": keys[:2]})
    assert poll.ballots.get().choices.count() == 2
