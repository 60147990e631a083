"""A session always has somebody who leads it, as long as anybody is there."""

from copy import deepcopy

from django.core import mail
from django.test import TestCase
from django.utils import timezone

from communities.circles.services.membership import leave_community, remove_member
from communities.facilitation.choices import Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Participant, Session
from communities.facilitation.running import Act
from communities.facilitation.services.floor import give_floor
from communities.facilitation.services.planning import seat_participant
from tests.communities.facilitation.sessions import act, enter_all, plan
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


def test_the_lead_of_somebody_suspended_is_handed_on(cast: Cast) -> None:
    people = {cast.chloe: Role.FACILITATOR, cast.boubacar: Role.CLIENT, cast.awa: Role.CONSULTANT}
    session = plan(cast, people)

    cast.chloe.is_active = False
    cast.chloe.save()

    assert "Awa" in led_by(session)


def test_a_client_who_is_released_has_no_right_that_the_method_gives_to_nobody(cast: Cast) -> None:
    content = deepcopy(shipped()["co-development"])
    content["roles"] = ["facilitator", "client"]
    for step in content["steps"]:
        step["writes"] = {k: v for k, v in step["writes"].items() if k in content["roles"]}
        step["says"] = {k: v for k, v in step["says"].items() if k in {"all", *content["roles"]}}
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT, cast.chloe: Role.FACILITATOR}
    session = plan(cast, people, content=content)

    seat_participant(session=session, person=cast.chloe, role=Role.CLIENT, by=cast.awa)

    assert Participant.objects.get(session=session, person=cast.boubacar).role == Role.OBSERVER


def test_another_role_begins_without_floor_hand_and_seat(cast: Cast) -> None:
    session = plan(cast)
    enter_all(session)
    act(session, Act.START)
    chloe = Participant.objects.get(session=session, person=cast.chloe)
    give_floor(session=session, person_id=cast.chloe.pk)
    Participant.objects.filter(pk=chloe.pk).update(hand_at=timezone.now(), is_seated=True)

    seat_participant(session=session, person=cast.chloe, role=Role.OBSERVER, by=cast.awa)

    chloe.refresh_from_db()
    session.refresh_from_db()
    assert (session.floor, chloe.hand_at, chloe.is_seated) == (None, None, False)
