"""The rule in memory and its twin in SQL agree, for every kind of thing and any standing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.access import access_for, visible, visible_communities
from communities.circles.models import Community, StaffEntry
from communities.circles.readers import readers_of
from communities.facilitation.choices import Role
from communities.facilitation.models import (
    Announced,
    Cycle,
    CycleReport,
    Experiment,
    Minutes,
    Session,
)
from communities.facilitation.selectors.experiments import visible_experiments
from communities.facilitation.selectors.minutes import may_read, visible_minutes
from communities.facilitation.selectors.reports import visible_reports
from communities.facilitation.selectors.sessions import (
    sessions_inside,
    visible_cycles,
    visible_sessions,
)
from communities.facilitation.services.cycle_reports import publish_report
from communities.facilitation.services.cycles import plan_cycle
from communities.facilitation.services.experiments import ExperimentFacts, log_experiment
from communities.facilitation.services.facts import facts_of
from communities.pages.models import CommunityPage
from communities.people.models import User
from communities.policy import NOBODY, Action, Audience, Scope, Standing, can
from forums.chat.models import Message, Room
from forums.chat.selectors.messages import visible_messages
from forums.chat.selectors.rooms import visible_rooms
from forums.spaces.models import Post, Space, Topic
from forums.spaces.selectors.topics import visible_posts, visible_topics
from resources.library.models import ReadingList, ResourcePage
from resources.library.selectors.reading_lists import visible_lists
from resources.library.selectors.resources import visible_resources
from tests.worlds import Scene


def readable(standing: Standing, things: Iterable[tuple[Model, Scope]]) -> set[Model]:
    return {thing for thing, scope in things if can(standing, Action.READ, scope)}


def assert_twins(standing: Standing) -> None:
    spaces = [(one, one.scope) for one in Space.objects.select_related("community")]
    topics = Topic.objects.select_related("forum__space__community")
    posts = Post.objects.select_related("topic__forum__space__community")
    rooms = Room.objects.select_related("community")
    messages = Message.objects.select_related("room__community")
    pages = CommunityPage.objects.select_related("community")
    resources = ResourcePage.objects.live().select_related("community")
    lists = ReadingList.objects.exclude(community=None).select_related("community")
    communities = Community.objects.all()
    pairs: list[tuple[QuerySet[Model], set[Model]]] = [
        (visible(standing, Space.objects.all()), readable(standing, spaces)),
        (
            visible_topics(standing),
            readable(standing, ((one, one.forum.space.scope) for one in topics)),
        ),
        (
            visible_posts(standing),
            readable(standing, ((one, one.topic.forum.space.scope) for one in posts)),
        ),
        (
            visible(standing, CommunityPage.objects.all()),
            readable(standing, ((one, one.scope) for one in pages)),
        ),
        (visible_rooms(standing), readable(standing, ((one, one.scope) for one in rooms))),
        (
            visible_messages(standing),
            readable(standing, ((one, one.room.scope) for one in messages)),
        ),
        (visible_resources(standing), readable(standing, ((one, one.scope) for one in resources))),
        (
            visible_lists(standing, AnonymousUser()),
            readable(standing, ((one, one.scope) for one in lists if one.scope)),
        ),
        (
            visible_communities(standing),
            readable(standing, ((one, one.scope) for one in communities)),
        ),
    ]
    for in_sql, in_memory in [*pairs, *twins_of_sessions(standing)]:
        assert set(in_sql) == in_memory


def twins_of_sessions(standing: Standing) -> Iterable[tuple[QuerySet[Any], set[Model]]]:
    sessions = list(Session.objects.select_related("community"))
    minutes = Minutes.objects.select_related("community", "session__community")
    announced = ((one, Announced(one).scope) for one in sessions)
    yield visible_sessions(standing), readable(standing, announced)
    yield sessions_inside(standing), readable(standing, ((one, one.scope) for one in sessions))
    yield visible_minutes(standing), {one for one in minutes if may_read(standing, one)}
    for community in Community.objects.all():
        cycles = Cycle.objects.filter(community=community).select_related("community")
        told = CycleReport.objects.filter(cycle__community=community).select_related(
            "cycle__community"
        )
        tried = Experiment.objects.filter(community=community).select_related("community")
        for in_sql, rows in (
            (visible_cycles(standing, community), cycles),
            (visible_experiments(standing, community), tried),
            (visible_reports(standing, community), told),
        ):
            yield in_sql, readable(standing, ((one, one.scope) for one in rows))


@pytest.fixture
def sessions(scene: Scene) -> list[Session]:
    """Plan a cycle and an open session beside the scene's, with minutes and experiments of each kind."""
    cast, planned = scene.cast, scene.session
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CONSULTANT}
    cycle = plan_cycle(
        community=cast.community,
        by=cast.awa,
        facts=facts_of(planned),
        days=7,
        number=2,
        content=planned.content,
        people=people,
    )
    made = [planned, *Session.objects.filter(cycle=cycle)]
    Session.objects.filter(pk=made[-1].pk).update(is_public=True)
    for session, read in zip(made, (Audience.OUTER, Audience.ORGANISATION, None), strict=True):
        Minutes.objects.create(
            session=session,
            community=cast.community,
            read_audience=session.read_audience if read is None else read,
            invited_list=session.invited_list if read is None else None,
            body="Words",
        )
    publish_report(cycle=cycle, read=Audience.INNER)
    for one in (None, cycle):
        facts = ExperimentFacts(attempt="To listen")
        log_experiment(community=cast.community, person=cast.awa, facts=facts, cycle=one)
    return made


def test_twins_agree_for_every_persona(scene: Scene, sessions: list[Session]) -> None:
    for person in User.objects.all():
        assert_twins(access_for(person))
    assert access_for(AnonymousUser()) == NOBODY
    assert_twins(NOBODY)


def test_twins_agree_in_a_community_that_is_hidden_itself(
    scene: Scene, sessions: list[Session]
) -> None:
    Community.objects.filter(pk=scene.cast.community.pk).update(read_audience=Audience.OUTER)

    for person in User.objects.all():
        assert_twins(access_for(person))
    assert_twins(NOBODY)


def test_twins_agree_for_any_standing(scene: Scene, sessions: list[Session]) -> None:
    keys = list(Community.objects.values_list("pk", flat=True))
    lists = [scene.spaces["invited"].invited_list_id, scene.resources["invited"].invited_list_id]
    lists += [one.invited_list_id for one in (*sessions, *Cycle.objects.all())]
    standings = st.builds(
        Standing,
        is_signed_in=st.just(value=True),
        communities=st.dictionaries(
            st.sampled_from(keys), st.sampled_from([level for level in Audience if level > 1])
        ),
        invited_lists=st.sets(st.sampled_from(lists)).map(frozenset),
        entered=st.sets(st.sampled_from(keys)).map(frozenset),
    )

    @given(standings)
    @settings(max_examples=60, deadline=None)
    def agree(standing: Standing) -> None:
        assert_twins(standing)

    agree()


def test_counted_readers_are_those_who_can_read(scene: Scene) -> None:
    people = {person: access_for(person) for person in User.objects.all()}

    for space in scene.spaces.values():
        if space.scope.read == Audience.PUBLIC:
            continue
        able = {person for person, known in people.items() if can(known, Action.READ, space.scope)}
        assert set(readers_of(space.scope)) == able, space


def test_standing_costs_one_query(scene: Scene, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- a fixture of pytest-django
    with django_assert_num_queries(1):
        access_for(scene.cast.awa)
    with django_assert_num_queries(0):
        access_for(AnonymousUser())


def test_staff_read_protected_places_only_while_they_entered(scene: Scene) -> None:
    gustave = scene.cast.gustave
    inner = scene.spaces["inner"].scope
    assert not can(access_for(gustave), Action.READ, inner)

    entry = StaffEntry.objects.create(
        community=scene.cast.community,
        person=gustave,
        reason="a complaint",
        until=timezone.now() + timedelta(hours=1),
    )
    assert can(access_for(gustave), Action.READ, inner)
    assert not can(access_for(gustave), Action.WRITE, inner)

    StaffEntry.objects.filter(pk=entry.pk).update(until=timezone.now())
    assert not can(access_for(gustave), Action.READ, inner)


@pytest.mark.parametrize("action", [Action.READ, Action.WRITE, Action.CARE])
def test_suspended_person_stands_nowhere(scene: Scene, action: Action) -> None:
    awa = scene.cast.awa
    awa.is_active = False

    assert not can(access_for(awa), action, scene.spaces["signed_in"].scope)
