"""Experiments between sessions, and the report of a cycle, for those who may read them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.access import access_for
from communities.circles.models import Community
from communities.circles.services.care import change_community, close_community
from communities.facilitation.choices import Attribution, Keeping
from communities.facilitation.models import Commitment, CycleValue, Experiment, Minutes, Session
from communities.facilitation.selectors.experiments import experiments_for_agenda
from communities.facilitation.selectors.sessions import Seat, seat_of
from communities.facilitation.services.experiments import ExperimentFacts, log_experiment
from communities.facilitation.services.keeping import choose_keeping
from communities.facilitation.views.outcomes import remains_context
from communities.people.models import User
from communities.policy import Audience
from tests.communities.facilitation.remains import chatham, held, make_cycle, plan
from tests.personas import Cast

SignIn = Callable[[User | None], Client]
HERE = "/communities/water/experiments/"


def form(**facts: object) -> dict[str, object]:
    return {"attempt": "Ask the youngest", "cycle": "", "happened": "", "learned": "", **facts}


def finders(cast: Cast, client_of: SignIn, place: str, secret: str) -> set[str]:
    found = set()
    for name in ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "gustave", "nobody"):
        answer = client_of(getattr(cast, name, None)).get(place)
        if secret in answer.content.decode():
            found.add(name)
    return found


def test_members_log_and_tell_and_read(cast: Cast, client_of: SignIn) -> None:
    chloe = client_of(cast.chloe)
    assert chloe.post(f"{HERE}new/", form()).url == HERE
    assert chloe.post(f"{HERE}new/", form(attempt="")).status_code == 400
    own = Experiment.objects.get()
    assert finders(cast, client_of, HERE, "Ask the youngest") == {"awa", "boubacar", "chloe"}

    place = f"/experiments/{own.pk}/"
    chloe.post(place, form(happened="They laughed", learned="Patience"))
    own.refresh_from_db()
    assert (own.happened, own.learned, own.told_at is None) == ("They laughed", "Patience", False)
    assert client_of(cast.awa).get(place).status_code == 403
    assert client_of(cast.diego).get(place).status_code == 404
    assert client_of(cast.diego).get(HERE).status_code == 404
    assert client_of(cast.diego).post(f"{HERE}new/", form()).status_code == 404


def test_an_experiment_is_deleted_by_its_author_alone(cast: Cast, client_of: SignIn) -> None:
    chloe = client_of(cast.chloe)
    chloe.post(f"{HERE}new/", form())
    place = f"/experiments/{Experiment.objects.get().pk}/"

    assert client_of(cast.awa).post(place, {"act": "delete"}).status_code == 403
    assert Experiment.objects.exists()
    assert chloe.post(place, {"act": "delete"}).url == HERE
    assert not Experiment.objects.exists()
    assert chloe.post(place, {"act": "delete"}).status_code == 404


def test_a_cycle_keeps_its_experiments_to_its_people(cast: Cast, client_of: SignIn) -> None:
    cycle = make_cycle(cast, cast.awa, cast.chloe)
    client_of(cast.chloe).post(f"{HERE}new/", form(cycle=cycle.pk))

    own = Experiment.objects.get()
    assert finders(cast, client_of, HERE, "Ask the youngest") == {"awa", "chloe"}
    assert client_of(cast.boubacar).get(f"/experiments/{own.pk}/").status_code == 404
    refused = client_of(cast.boubacar).post(f"{HERE}new/", form(cycle=cycle.pk))
    assert refused.status_code == 400
    assert "Dry season" not in refused.content.decode()

    client_of(cast.chloe).post(f"/experiments/{own.pk}/", form())
    assert finders(cast, client_of, HERE, "Ask the youngest") == {"awa", "boubacar", "chloe"}


@pytest.mark.parametrize("sent", ["9" * 30, "x", "\0", "0"])
def test_odd_cycles_are_refused_in_words(cast: Cast, client_of: SignIn, sent: str) -> None:
    assert client_of(cast.chloe).post(f"{HERE}new/", form(cycle=sent)).status_code == 400
    asked = client_of(cast.chloe).get(f"{HERE}new/", {"cycle": sent})
    assert asked.status_code in {200, 400}


def test_experiments_narrow_with_their_community(cast: Cast, client_of: SignIn) -> None:
    client_of(cast.chloe).post(f"{HERE}new/", form())
    community = Community.objects.get(pk=cast.community.pk)

    change_community(
        community=community,
        name="Water",
        purpose="Water",
        read_audience=Audience.INNER,
        accepts_requests=True,
        hosts=[],
    )

    assert finders(cast, client_of, HERE, "Ask the youngest") == {"awa", "boubacar"}
    close_community(community=community)
    assert client_of(cast.awa).get(HERE).status_code == 200
    assert client_of(cast.awa).post(f"{HERE}new/", form()).status_code == 403


def test_agenda_takes_up_what_was_tried_since_last_time(
    cast: Cast, client_of: SignIn, rf: RequestFactory
) -> None:
    cycle = make_cycle(cast, cast.awa, cast.chloe)
    old, new = (
        log_experiment(
            community=cast.community,
            person=cast.chloe,
            facts=ExperimentFacts(attempt=words),
            cycle=cycle,
        )
        for words in ("Old", "New")
    )
    Experiment.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(days=9))
    first = held(cast, cycle=cycle)
    Session.objects.filter(pk=first.pk).update(ended_at=timezone.now() - timedelta(days=3))

    def agenda(person: User) -> list[str]:
        return [one.attempt for one in experiments_for_agenda(access_for(person), cycle)]

    assert agenda(cast.awa) == ["New"]
    assert agenda(cast.boubacar) == []
    client_of(cast.chloe).post(f"/experiments/{old.pk}/", form(learned="Much", cycle=cycle.pk))
    assert len(agenda(cast.awa)) == 2

    session = plan(cast, title="Next", cycle=cycle)
    request = rf.get("/")
    request.user = cast.awa
    told = remains_context(request, session, Seat(session, seat_of(session, cast.awa)))
    assert len(told["remains"]["experiments"]) == 2
    assert new.attempt == "New"


def test_report_counts_all_and_tells_what_its_reader_may_know(
    cast: Cast, client_of: SignIn
) -> None:
    cycle = make_cycle(cast, cast.awa, cast.boubacar, cast.chloe, cast.diego)
    held(cast, cycle=cycle, title="Named one")
    chatham(cast, cycle=cycle, title="Chatham one")
    gone = held(cast, cycle=cycle, title="Gone one")
    choose_keeping(session=gone, kept=Keeping.NOTHING, attribution=Attribution.NAMED)
    plan(cast, cycle=cycle, title="Planned one")
    Commitment.objects.filter(session__title="Named one").update(outcome="done")
    place = f"/cycles/{cycle.pk}/report/"

    page = client_of(cast.awa).get(place).content.decode()

    assert "3 sessions held, of 4" in page
    assert "3 people took part" in page
    assert page.count("Silence is an answer.") == 2
    assert page.count("<strong>Chloe</strong> · Silence") == 1
    assert "Named one" in page
    assert "Chatham one" in page
    assert "Gone one" not in page
    assert "Done · 1" in page
    assert "Not answered yet · 2" in page
    assert "Visit two villages" not in page

    other = client_of(cast.diego).get(place).content.decode()
    assert "3 sessions held, of 4" in other
    assert not {word for word in ("Named one", "Silence is", "Chatham one") if word in other}
    assert client_of(cast.esther).get(place).status_code == 404
    assert client_of(cast.fatou).get(place).status_code == 404
    assert client_of(None).get(place).status_code == 404


def test_learnings_are_for_those_who_accepted_the_words_of_confidentiality(
    cast: Cast, client_of: SignIn
) -> None:
    cycle = make_cycle(cast, cast.awa, cast.boubacar, cast.chloe)
    session = held(cast, cycle=cycle)
    place, client = f"/cycles/{cycle.pk}/report/", client_of(cast.boubacar)
    before = client.get(place).content.decode()

    session.participants.filter(person=cast.boubacar).update(accepted_at=None)
    after = client.get(place).content.decode()

    assert ("Silence is" in before, "Silence is" in after) == (True, False)


def test_people_of_a_cycle_say_what_it_was_worth_without_their_name(
    cast: Cast, client_of: SignIn
) -> None:
    cycle = make_cycle(cast, cast.awa, cast.chloe)
    place, report = f"/cycles/{cycle.pk}/worth/", f"/cycles/{cycle.pk}/report/"
    client = client_of(cast.chloe)

    assert client.post(place, {"person": "I ask first", "beyond": "The next valley"}).url == report
    client.post(place, {"person": "I listen", "beyond": ""})

    assert [(one.level, one.text) for one in CycleValue.objects.all()] == [("person", "I listen")]
    page = client_of(cast.awa).get(report).content.decode()
    assert "I listen" in page
    assert "Chloe" not in page
    assert client_of(cast.boubacar).get(place).status_code == 404
    assert client.post(place, {"person": "x" * 1001}).status_code == 400


def test_lists_and_report_cost_the_same_however_long(cast: Cast, client_of: SignIn) -> None:
    cycle = make_cycle(cast, cast.awa, cast.boubacar, cast.chloe)
    places = (
        HERE,
        f"/cycles/{cycle.pk}/report/",
        "/commitments/",
        "/communities/water/minutes/",
        "minutes",
    )
    costs: dict[str, set[int]] = {place: set() for place in places}
    for rows in (1, 3):
        while Session.objects.count() < rows:
            number = Session.objects.count()
            session = held(cast, cycle=cycle, title=f"Session {number}")
            Minutes.objects.filter(session=session).update(shared_at=timezone.now())
            facts = ExperimentFacts(attempt=f"Trial {number}")
            person = (cast.awa, cast.boubacar, cast.chloe)[number % 3]
            log_experiment(community=cast.community, person=person, facts=facts, cycle=cycle)
        for place in places:
            where = f"/sessions/{session.pk}/minutes/" if place == "minutes" else place
            client = client_of(cast.boubacar)
            client.get(where)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200
            costs[place].add(len(queries))

    assert {place: len(found) for place, found in costs.items()} == dict.fromkeys(places, 1), costs
    assert max(max(found) for found in costs.values()) <= 12, costs
