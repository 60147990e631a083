"""The page of the participants: how many can read, and whom to add."""

from django.test import TestCase

from communities.facilitation.choices import Role
from communities.facilitation.models import Participant
from communities.facilitation.services.planning import seat_participant, unseat_participant
from tests.communities.facilitation.sessions import ClientOf, plan
from tests.personas import Cast


def test_the_number_of_readers_follows_who_takes_part(cast: Cast, client_of: ClientOf) -> None:
    session, client = plan(cast), client_of(cast.awa)

    def shown() -> str:
        return client.get(session.get_absolute_url()).content.decode()

    assert "3 people can read this" in shown()
    with TestCase.captureOnCommitCallbacks(execute=True):
        seat_participant(session=session, person=cast.esther, role=Role.CONSULTANT, by=cast.awa)
    assert "4 people can read this" in shown()
    with TestCase.captureOnCommitCallbacks(execute=True):
        unseat_participant(session=session, person=cast.esther)
        unseat_participant(session=session, person=cast.chloe)
    assert "2 people can read this" in shown()


def test_nobody_is_added_who_was_not_chosen(cast: Cast, client_of: ClientOf) -> None:
    session, client = plan(cast, {cast.awa: Role.FACILITATOR}), client_of(cast.awa)
    address = f"{session.get_absolute_url()}participants/"
    page = client.get(address).content.decode()

    answer = client.post(address, {"person": "", "role": "consultant"})
    client.post(address, {"person": cast.chloe.pk, "role": "consultant"})
    client.post(address, {"person": cast.boubacar.pk, "role": "client"})

    assert '<option value="" selected>Choose a person</option>' in page
    assert answer.status_code == 400
    assert Participant.objects.filter(session=session).count() == 3
    assert "No other member to add." in client.get(address).content.decode()
