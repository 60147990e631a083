"""Adapting a format: a copy of one's own, changed step by step, each change a version."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.facilitation.formats import shipped
from communities.facilitation.models import SessionFormat
from communities.facilitation.services.formats import copy_format
from communities.people.models import User
from tests.personas import Cast

SignIn = Callable[[User | None], Client]


@pytest.fixture
def own(cast: Cast) -> SessionFormat:
    content = shipped()["co-development"]
    return copy_format(community=cast.community, by=cast.awa, content=content, name="Ours")


def keys(session_format: SessionFormat) -> list[str]:
    newest = session_format.versions.first()
    assert newest is not None
    return [step.key for step in newest.read().steps]


def step_facts(**facts: object) -> dict[str, object]:
    return {
        "name": "Silence",
        "purpose": "To think.",
        "minutes": 3,
        "hours": 12,
        "says_everyone": "Think.",
        "writes_client": ["idea", "note"],
        **facts,
    }


def test_core_member_copies_a_format_into_the_community(cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.awa)

    answer = client.post("/communities/water/methods/copy/", {"source": "co-development"})

    made = SessionFormat.objects.get(community=cast.community)
    assert answer.url == f"/communities/water/methods/{made.pk}/edit/"
    assert keys(made)[0] == "integration"
    words = made.versions.get().content["purpose"]
    assert list(words) == [cast.community.language]
    assert made.name in client.get("/communities/water/methods/").content.decode()
    assert client.get(answer.url).status_code == 200


def test_a_step_is_changed_and_the_old_version_stays(
    own: SessionFormat, cast: Cast, client_of: SignIn
) -> None:
    client, address = client_of(cast.awa), own.get_absolute_url()

    client.post(f"{address}steps/exposition/", step_facts(votes=2))

    newest, oldest = own.versions.all()
    assert (newest.number, oldest.number) == (2, 1)
    step = newest.read().steps[2]
    assert (step.key, step.minutes, step.votes) == ("exposition", 3, 2)
    assert step.kinds_for("client") == {"idea", "note"}
    assert "Silence" in client.get(address).content.decode()
    old = client.get(f"{address}?version=1").content.decode()
    assert "Silence" not in old
    assert client.get(f"{address}?version=9").status_code == 404


def test_a_step_is_added_moved_and_taken_out(
    own: SessionFormat, cast: Cast, client_of: SignIn
) -> None:
    client, address = client_of(cast.awa), own.get_absolute_url()

    client.post(f"{address}steps/new/", step_facts())
    assert keys(own)[-1] == "step-1"
    client.post(f"{address}order/", {"act": "up:step-1"})
    assert keys(own)[-2:] == ["step-1", "learning"]
    client.post(f"{address}order/", {"act": "remove:step-1"})
    assert "step-1" not in keys(own)
    before = own.versions.count()
    client.post(f"{address}order/", {"act": "up:integration"})
    assert own.versions.count() == before


def test_what_could_lead_no_session_is_said_and_nothing_is_lost(
    own: SessionFormat, cast: Cast, client_of: SignIn
) -> None:
    client, address = client_of(cast.awa), own.get_absolute_url()

    answer = client.post(f"{address}steps/contract/", step_facts(name="Kept words"))
    removal = client.post(f"{address}order/", {"act": "remove:contract"}, follow=True)

    assert answer.status_code == 400
    assert "Kept words" in answer.content.decode()
    assert "waits for a contract" in answer.content.decode()
    assert "waits for a contract" in removal.content.decode()
    assert own.versions.count() == 1


def test_a_role_that_goes_takes_its_words_along(
    own: SessionFormat, cast: Cast, client_of: SignIn
) -> None:
    client, address = client_of(cast.awa), own.get_absolute_url()
    facts = {"name": "Ours", "purpose": "P", "least_people": 3, "most_people": 9}

    client.post(f"{address}edit/", {**facts, "roles": ["client", "consultant"]})

    newest = own.versions.first()
    assert newest is not None
    assert newest.read().roles == ("facilitator", "client", "consultant")
    assert not any("observer" in step["writes"] for step in newest.content["steps"])


def test_few_people_at_least_and_fewer_at_most(
    own: SessionFormat, cast: Cast, client_of: SignIn
) -> None:
    facts = {"name": "Ours", "purpose": "P", "least_people": 9, "most_people": 3}

    answer = client_of(cast.awa).post(
        f"{own.get_absolute_url()}edit/", {**facts, "roles": ["client", "consultant"]}
    )

    assert answer.status_code == 400
    assert own.versions.count() == 1


def test_a_format_put_aside_is_offered_no_more_and_comes_back(
    own: SessionFormat, cast: Cast, client_of: SignIn
) -> None:
    client, address = client_of(cast.awa), own.get_absolute_url()

    client.post(f"{address}retire/")
    assert address not in client.get("/communities/water/methods/").content.decode()
    assert client.get(address).status_code == 200
    client.post(f"{address}retire/")
    assert address in client.get("/communities/water/methods/").content.decode()


def test_queries_do_not_grow_with_versions(
    own: SessionFormat, cast: Cast, client_of: SignIn, django_assert_max_num_queries: Callable
) -> None:
    client, address = client_of(cast.chloe), own.get_absolute_url()
    with django_assert_max_num_queries(12):
        client.get(address)
    for minutes in (4, 5, 6):
        client_of(cast.awa).post(f"{address}steps/exposition/", step_facts(minutes=minutes))
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
