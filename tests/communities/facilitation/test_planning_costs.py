"""What pages about planned sessions ask of the database: the same, however much they show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from communities.facilitation.choices import Role
from communities.facilitation.models import Cycle, Session
from communities.facilitation.services.dates import offer_dates
from communities.facilitation.services.planning import seat_participant
from communities.facilitation.services.subjects import propose_subject
from communities.people.models import User
from tests.communities.facilitation.plans import ended, planned
from tests.factories.communities import MembershipFactory
from tests.factories.people import PersonFactory
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.fixture
def session(cast: Cast) -> Session:
    """A session of Awa with Boubacar and Chloe as consultants."""
    people = {
        cast.awa: Role.FACILITATOR,
        cast.boubacar: Role.CONSULTANT,
        cast.chloe: Role.CONSULTANT,
    }
    return planned(cast, people)


@pytest.mark.parametrize(
    "address",
    ["/communities/water/sessions/", "/communities/water/sessions/?show=past", "{session}"],
)
def test_lists_and_the_page_cost_the_same_however_much_they_show(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: Callable, address: str
) -> None:
    session = planned(cast)
    costs = []
    for number in (1, 3):
        for _more in range(number):
            person = PersonFactory()
            MembershipFactory(community=cast.community, person=person)
            planned(cast, title="One more", starts_at=timezone.now() + timedelta(days=9))
            ended(planned(cast, {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT}))
            client_of(cast.awa).post(
                f"{session.get_absolute_url()}participants/",
                {"person": person.pk, "role": "consultant"},
            )
        client = client_of(cast.boubacar)
        cache.clear()
        with django_assert_max_num_queries(12) as queries:
            page(client, address.format(session=session.get_absolute_url()))
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert not Cycle.objects.exists()


@pytest.mark.parametrize("part", ["dates/", "subjects/", "participants/"])
def test_pages_of_preparation_cost_the_same_however_much_they_show(
    session: Session,
    cast: Cast,
    client_of: ClientOf,
    django_assert_max_num_queries: Callable,
    part: str,
) -> None:
    costs = []
    for number in (1, 3):
        for n in range(number):
            person = PersonFactory()
            MembershipFactory(community=cast.community, person=person)
            seat_participant(session=session, person=person, role=Role.CONSULTANT, by=cast.awa)
            propose_subject(session=session, person=person, nature="problem", body="A queue")
            moment = timezone.now() + timedelta(days=10 * number + n)
            offer_dates(session=session, moments=[moment])
            for option in session.date_options.all():
                address = f"{session.get_absolute_url()}dates/"
                client_of(person).post(address, {f"option_{option.pk}": "yes"})
        client = client_of(cast.awa)
        cache.clear()
        with django_assert_max_num_queries(12) as queries:
            page(client, f"{session.get_absolute_url()}{part}")
        costs.append(len(queries))

    assert costs[0] == costs[1]
