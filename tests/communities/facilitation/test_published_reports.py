"""The report of a cycle, published at a chosen audience: others find only what is theirs to read."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.circles.models import Community
from communities.circles.services.care import community_changed
from communities.facilitation.choices import Attribution, Keeping
from communities.facilitation.models import Cycle, CycleReport
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.services.cycle_reports import publish_report, withdraw_report
from communities.facilitation.services.experiments import (
    ExperimentFacts,
    log_experiment,
    say_worth,
)
from communities.facilitation.services.keeping import choose_keeping
from communities.facilitation.services.minutes import share_minutes
from communities.people.models import User
from communities.policy import Audience
from tests.communities.facilitation.remains import held, make_cycle
from tests.personas import Cast

SignIn = Callable[[User | None], Client]
PERSONAS = ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "gustave", "nobody")
OWN = {"awa", "chloe"}  # the people of the cycle
LIST = "/communities/water/reports/"
OPENED, KEPT_IN = "The youngest speak now.", "I was afraid of the chief."


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    """Awa's cycle with Chloe: a session was held in it, and each says what it was worth."""
    made = make_cycle(cast, cast.awa, cast.chloe)
    session = held(cast, cycle=made, title="What only we know")
    choose_keeping(session=session, kept=Keeping.PARTICIPANTS, attribution=Attribution.NAMED)
    facts = ExperimentFacts(attempt="A circle of chairs")
    log_experiment(community=cast.community, person=cast.chloe, facts=facts, cycle=made)
    say_worth(cycle=made, person=cast.awa, texts={"group": OPENED}, is_for_readers=True)
    say_worth(cycle=made, person=cast.chloe, texts={"person": KEPT_IN})
    return made


def place_of(cycle: Cycle) -> str:
    return f"/cycles/{cycle.pk}/report/"


@pytest.mark.parametrize(
    ("read", "readers"),
    [
        (None, set()),
        (Audience.CORE, {"awa"}),
        (Audience.INNER, {"awa", "boubacar"}),
        (Audience.OUTER, {"awa", "boubacar", "chloe"}),
        (Audience.ORGANISATION, {"awa", "boubacar", "chloe", "diego"}),
        (Audience.PUBLIC, set(PERSONAS)),
    ],
)
def test_those_for_whom_it_is_published_read_it(
    cast: Cast, client_of: SignIn, cycle: Cycle, read: Audience | None, readers: set[str]
) -> None:
    if read is not None:
        publish_report(cycle=cycle, read=read)

    people = {name: client_of(getattr(cast, name, None)) for name in PERSONAS}
    answers = {name: client.get(place_of(cycle)).status_code for name, client in people.items()}

    assert {name for name, status in answers.items() if status == 200} == readers | OWN
    assert set(answers.values()) <= {200, 404}
    listed = {
        name for name, client in people.items() if cycle.name in client.get(LIST).content.decode()
    }
    assert listed == readers
    inside = {
        name for name in PERSONAS if people[name].get(cycle.get_absolute_url()).status_code == 200
    }
    assert inside == OWN


def test_others_find_numbers_and_what_is_said_for_them(
    cast: Cast, client_of: SignIn, cycle: Cycle
) -> None:
    publish_report(cycle=cycle, read=Audience.PUBLIC)

    page = client_of(cast.esther).get(place_of(cycle)).content.decode()

    found = ("1 session held, of 1", "1 experiment logged", "3 people took part", cycle.name)
    assert all(words in page for words in (*found, "How do wells last?", OPENED))
    secrets = ("What only we know", "Silence is an answer", "circle of chairs", KEPT_IN, "Chloe")
    assert not [words for words in secrets if words in page]
    own = client_of(cast.chloe).get(place_of(cycle)).content.decode()
    assert all(words in own for words in secrets)


def test_minutes_are_named_to_those_who_may_read_them(cast: Cast, client_of: SignIn) -> None:
    cycle = make_cycle(cast, cast.awa)
    session = held(cast, cycle=cycle)
    choose_keeping(session=session, kept=Keeping.ORGANISATION, attribution=Attribution.NAMED)
    share_minutes(session=session)
    publish_report(cycle=cycle, read=Audience.PUBLIC)

    link = f"/sessions/{session.pk}/minutes/"
    assert link in client_of(cast.diego).get(place_of(cycle)).content.decode()
    assert link not in client_of(cast.esther).get(place_of(cycle)).content.decode()


def test_who_leads_the_cycle_chooses_its_readers(
    cast: Cast, client_of: SignIn, cycle: Cycle
) -> None:
    place = f"{place_of(cycle)}audience/"
    awa = client_of(cast.awa)
    assert place in awa.get(cycle.get_absolute_url()).content.decode()
    assert place not in client_of(cast.chloe).get(cycle.get_absolute_url()).content.decode()

    assert awa.post(place, {"read": "3"}).url == place_of(cycle)
    assert CycleReport.objects.get().read_audience == Audience.OUTER
    assert 'value="3" id="id_read_4" checked' in awa.get(place).content.decode()
    assert awa.post(place, {"read": "7"}).status_code == 400
    assert client_of(cast.chloe).post(place, {"read": "0"}).status_code == 403
    assert client_of(cast.boubacar).post(place, {"read": "0"}).status_code == 404
    assert awa.post(place, {"read": ""}).url == place_of(cycle)
    assert not CycleReport.objects.exists()


def test_nothing_is_published_wider_than_its_community(
    cast: Cast, client_of: SignIn, cycle: Cycle
) -> None:
    Community.objects.filter(pk=cast.community.pk).update(read_audience=Audience.OUTER)
    cycle = Cycle.objects.get(pk=cycle.pk)
    place = f"{place_of(cycle)}audience/"

    assert client_of(cast.awa).post(place, {"read": "0"}).status_code == 400
    publish_report(cycle=cycle, read=Audience.PUBLIC)
    assert CycleReport.objects.get().read_audience == Audience.OUTER
    assert not publish_report(cycle=cycle, read=Audience.OUTER)


def test_a_report_narrows_with_its_community(cast: Cast, client_of: SignIn, cycle: Cycle) -> None:
    publish_report(cycle=cycle, read=Audience.PUBLIC)
    cast.community.read_audience = Audience.INNER
    cast.community.save()
    community_changed.run(cast.community)

    assert CycleReport.objects.get().read_audience == Audience.INNER
    assert client_of(cast.esther).get(place_of(cycle)).status_code == 404


def test_a_closed_community_publishes_nothing_and_takes_back(
    cast: Cast, client_of: SignIn, cycle: Cycle
) -> None:
    publish_report(cycle=cycle, read=Audience.OUTER)
    Community.objects.filter(pk=cast.community.pk).update(closed_at=timezone.now())
    place = f"{place_of(cycle)}audience/"

    with pytest.raises(SessionRefused):
        publish_report(cycle=cycle, read=Audience.PUBLIC)
    assert client_of(cast.awa).post(place, {"read": "0"}).status_code == 400
    assert withdraw_report(cycle=cycle)
    assert not withdraw_report(cycle=cycle)


def test_words_are_given_to_readers_and_taken_back(
    cast: Cast, client_of: SignIn, cycle: Cycle
) -> None:
    publish_report(cycle=cycle, read=Audience.PUBLIC)
    place, reader = f"/cycles/{cycle.pk}/worth/", client_of(cast.esther)
    chloe = client_of(cast.chloe)

    chloe.post(place, {"person": KEPT_IN, "is_for_readers": "on"})
    given = reader.get(place_of(cycle)).content.decode()
    ticked = chloe.get(place).content.decode()
    chloe.post(place, {"person": KEPT_IN})
    taken = reader.get(place_of(cycle)).content.decode()

    assert (KEPT_IN in given, KEPT_IN in taken) == (True, False)
    assert "checked" in ticked
    assert "checked" not in chloe.get(place).content.decode()


def test_the_list_costs_the_same_however_long(cast: Cast, client_of: SignIn) -> None:
    client, costs = client_of(cast.chloe), set()
    for rows in (1, 3):
        while CycleReport.objects.count() < rows:
            publish_report(cycle=make_cycle(cast, cast.awa), read=Audience.OUTER)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        costs.add(len(queries))

    assert len(costs) == 1
    assert max(costs) <= 12


def test_its_pages_stay_within_the_budget(cast: Cast, client_of: SignIn, cycle: Cycle) -> None:
    publish_report(cycle=cycle, read=Audience.PUBLIC)
    places = ((cast.awa, f"{place_of(cycle)}audience/"), (cast.esther, place_of(cycle)))

    for person, place in places:
        client = client_of(person)
        client.get(place)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(place).status_code == 200
        assert len(queries) <= 12, place
