"""Who is no longer there holds nothing up: no contract, no round, no seat, no place."""

from collections.abc import Callable

import pytest

from communities.circles.models import Membership
from communities.circles.services.membership import join_community, remove_member
from communities.facilitation.choices import Kind, Role
from communities.facilitation.models import Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.live import has_contract, state_of
from communities.facilitation.selectors.places import places_left
from communities.facilitation.services.contributing import Words, answer_contract, contribute
from communities.facilitation.services.course import enter_session
from communities.facilitation.services.floor import give_floor, give_floor_to_next, take_seat
from communities.facilitation.services.planning import seat_participant, unseat_participant
from communities.people.models import User
from communities.policy import Circle
from tests.communities.facilitation.sessions import enter_all, lead_to, plan
from tests.personas import Cast

GOING = ["removed", "suspended"]


def go(cast: Cast, person: User, how: str) -> None:
    if how == "removed":
        remove_member(community=cast.community, person=person, by=cast.awa, reason="A test")
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)


def member(cast: Cast, name: str) -> User:
    person = User.objects.create_user(email=f"{name}@example.org", display_name=name)
    Membership.objects.create(community=cast.community, person=person, circle=Circle.OUTER)
    return person


def plan_with(cast: Cast, *others: User, **facts: object) -> Session:
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT, cast.chloe: Role.CONSULTANT}
    session = plan(cast, people | dict.fromkeys(others, Role.CONSULTANT), **facts)
    enter_all(session)
    return session


@pytest.mark.parametrize("how", GOING)
def test_the_contract_waits_for_nobody_who_went(cast: Cast, how: str) -> None:
    gone = member(cast, "Gone")
    session = plan_with(cast, gone)
    lead_to(session, "contract")
    words = Words(kind=Kind.CONTRACT, step="contract", body="Tell me how you did it")
    contract = contribute(session=session, person=cast.boubacar, words=words)
    answer_contract(contribution=contract, person=cast.chloe, accepts=True)
    before = has_contract(session)

    go(cast, gone, how)

    assert (before, has_contract(session)) == (False, True)
    assert [person for person, _name, _role in state_of(session)["people"]] == [
        cast.awa.pk,
        cast.boubacar.pk,
        cast.chloe.pk,
    ]


def test_where_only_a_client_is_led_the_facilitator_accepts(
    cast: Cast, client_of: Callable[[User | None], object]
) -> None:
    session = plan(cast, {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT})
    enter_all(session)
    lead_to(session, "contract")
    words = Words(kind=Kind.CONTRACT, step="contract", body="Tell me how you did it")
    contribute(session=session, person=cast.boubacar, words=words)

    page = client_of(cast.awa).get(f"/sessions/{session.pk}/live/").content.decode()  # type: ignore[attr-defined]  # a client

    assert state_of(session)["contract"]["who"] == [cast.awa.pk]
    assert 'class="actions" data-when="contract answering">' in page


def test_nobody_accepts_their_own_words(cast: Cast) -> None:
    session = plan_with(cast)
    lead_to(session, "contract")
    words = Words(kind=Kind.CONTRACT, step="contract", body="Tell me how you did it")
    contract = contribute(session=session, person=cast.boubacar, words=words)
    seat_participant(session=session, person=cast.chloe, role=Role.CLIENT, by=cast.awa)

    with pytest.raises(SessionRefused):
        answer_contract(contribution=contract, person=cast.boubacar, accepts=True)


@pytest.mark.parametrize("how", GOING)
def test_the_round_goes_past_who_went(cast: Cast, how: str) -> None:
    gone = member(cast, "Gone")
    session = plan_with(cast, gone)
    lead_to(session, "integration")
    give_floor(session=session, person_id=gone.pk)
    go(cast, gone, how)

    said = contribute(
        session=session,
        person=cast.chloe,
        words=Words(kind=Kind.NEWS, step="integration", body="I tried it"),
    )
    names = []
    for _turn in range(5):
        give_floor_to_next(session=session)
        names.append(state_of(session)["floor"])

    assert said.pk
    assert gone.pk not in names
    with pytest.raises(SessionRefused):
        give_floor(session=session, person_id=gone.pk)


@pytest.mark.parametrize("how", GOING)
def test_a_seat_of_who_went_is_free(cast: Cast, how: str) -> None:
    gone = member(cast, "Gone")
    people = dict.fromkeys([cast.boubacar, cast.chloe, gone], Role.PARTICIPANT)
    session = plan(cast, {cast.awa: Role.FACILITATOR, **people}, method="fishbowl")
    enter_all(session)
    step = next(one for one in session.read().steps if one.seats)
    lead_to(session, step.key)
    Participant.objects.filter(session=session).exclude(person=cast.chloe).update(is_seated=True)
    for number in range(step.seats - 3):
        seat_participant(
            session=session, person=member(cast, f"P{number}"), role=Role.PARTICIPANT, by=cast.awa
        )
        Participant.objects.filter(session=session, person__display_name=f"P{number}").update(
            is_seated=True
        )
    go(cast, gone, how)

    seat = Participant.objects.get(session=session, person=cast.chloe)
    assert take_seat(seat=seat, is_seated=True)


@pytest.mark.parametrize("how", GOING)
def test_the_place_of_who_went_is_free(cast: Cast, how: str) -> None:
    session = plan_with(cast, capacity=3)
    before = places_left(session)

    go(cast, cast.chloe, how)

    assert (before, places_left(session)) == (0, 1)


@pytest.mark.parametrize("how", GOING)
def test_who_went_leads_no_more(cast: Cast, how: str) -> None:
    session = plan_with(cast)
    seat_participant(session=session, person=cast.chloe, role=Role.FACILITATOR, by=cast.awa)
    go(cast, cast.chloe, how)

    with pytest.raises(SessionRefused):
        unseat_participant(session=session, person=cast.awa)


def test_who_comes_again_is_asked_again(cast: Cast) -> None:
    session = plan_with(cast)
    go(cast, cast.chloe, "removed")
    join_community(community=cast.community, person=cast.chloe, circle=Circle.OUTER, by=cast.awa)

    came = seat_participant(session=session, person=cast.chloe, role=Role.CONSULTANT, by=cast.awa)

    seat = Participant.objects.get(session=session, person=cast.chloe)
    assert came
    assert seat.accepted_at is None  # the words of confidentiality are read anew
    assert session.invited_list.entries.filter(person=cast.chloe).exists()
    assert enter_session(seat=seat)
