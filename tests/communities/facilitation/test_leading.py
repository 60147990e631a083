"""A session always has somebody who leads it, as long as anybody is there."""

from django.core import mail
from django.test import TestCase

from communities.circles.services.membership import leave_community, remove_member
from communities.facilitation.choices import Role
from communities.facilitation.models import Participant, Session
from tests.communities.facilitation.sessions import plan
from tests.factories.communities import MembershipFactory
from tests.personas import Cast


def led_by(session: Session) -> set[str]:
    seats = Participant.objects.filter(session=session, role=Role.FACILITATOR)
    return {str(seat.person) for seat in seats}


def test_the_lead_goes_to_who_planned_it(cast: Cast) -> None:
    people = {cast.chloe: Role.FACILITATOR, cast.boubacar: Role.CLIENT, cast.awa: Role.CONSULTANT}
    session = plan(cast, people)

    with TestCase.captureOnCommitCallbacks(execute=True):
        leave_community(community=cast.community, person=cast.chloe)

    assert "Awa" in led_by(session)
    told = [one for one in mail.outbox if one.subject.startswith("You now lead")]
    assert [one.to for one in told] == [[cast.awa.email]]


def test_a_client_leads_only_when_nobody_else_is_there(cast: Cast) -> None:
    MembershipFactory(community=cast.community, person=cast.esther)
    people = {
        cast.esther: Role.FACILITATOR,
        cast.boubacar: Role.CLIENT,
        cast.chloe: Role.CONSULTANT,
    }
    session = plan(cast, people)

    remove_member(community=cast.community, person=cast.esther, by=cast.awa, reason="A test")
    first = led_by(session)
    leave_community(community=cast.community, person=cast.chloe)

    assert "Chloe" in first
    assert "Boubacar" not in first
    assert "Boubacar" in led_by(session)


def test_one_of_two_facilitators_goes_and_nothing_changes(cast: Cast) -> None:
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.FACILITATOR, cast.chloe: Role.CLIENT}
    session = plan(cast, people)

    leave_community(community=cast.community, person=cast.boubacar)

    assert Participant.objects.get(session=session, person=cast.chloe).role == Role.CLIENT
