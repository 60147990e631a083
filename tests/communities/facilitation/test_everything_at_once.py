"""Whatever people do in a session, in whatever order, what is stored obeys the format."""

import random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Contribution, Dot, Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Act
from communities.facilitation.selectors.live import contributions_for, has_contract
from communities.facilitation.services.contributing import (
    Words,
    answer_contract,
    contribute,
    edit_contribution,
    lay_dot,
    withdraw_contribution,
)
from communities.facilitation.services.course import act_on_session
from communities.facilitation.services.floor import (
    give_floor,
    give_floor_to_next,
    raise_hand,
    take_seat,
)
from communities.facilitation.services.planning import seat_participant
from communities.people.models import User
from tests.communities.facilitation.sessions import enter_all, plan
from tests.personas import Cast

METHODS = ("co-development", "brainstorming", "fishbowl")
GOING_ON = (Act.NEXT, Act.NEXT, Act.NEXT)  # so that later steps are reached at all


class Group:
    """People who do whatever comes to their minds, and what they did in which step."""

    def __init__(self, session: Session, people: list[User], choose: random.Random) -> None:
        self.session, self.people, self.choose = session, people, choose
        self.dots_allowed = {step.key: step.votes for step in session.read().steps}

    def do_something(self) -> None:
        deeds = (self.act, self.say, self.say, self.say, self.answer, self.dot, self.floor)
        try:
            with transaction.atomic():
                self.choose.choice((*deeds, self.change, self.reseat))()
        except SessionRefused:
            pass
        self.session.refresh_from_db()

    def act(self) -> None:
        acts = [act for act in Act if act is not Act.CANCEL]
        chosen = self.choose.choice((*acts, *GOING_ON))
        if chosen is Act.END and self.choose.random() < 0.8:
            return
        turn = self.session.turn - self.choose.choice((0, 0, 0, 1))
        seconds = self.choose.choice((-60, 0, 60, 10**6))
        act_on_session(session=self.session, act=chosen, turn=turn, seconds=seconds)

    def say(self) -> None:
        person, kind = self.choose.choice(self.people), self.choose.choice(list(Kind))
        steps = self.session.read().steps
        here, elsewhere = steps[self.session.step], self.choose.choice(steps)
        step = self.choose.choice((here, here, elsewhere))
        said = contribute(
            session=self.session, person=person, words=Words(kind=kind, step=step.key, body="Words")
        )
        role = Role(Participant.objects.get(session=self.session, person=person).role)
        assert said.step == here.key
        assert kind in here.kinds_for(role)
        seated = Participant.objects.filter(session=self.session, person=person, is_seated=True)
        may_stand = {Role.FACILITATOR, Role.NOTE_TAKER}
        assert not here.seats or role in may_stand or seated.exists()

    def answer(self) -> None:
        if said := self._some(kind=Kind.CONTRACT):
            answer_contract(
                contribution=said, person=self._anybody(), accepts=self.choose.random() < 0.7
            )

    def dot(self) -> None:
        if said := self._some():
            lay_dot(contribution=said, person=self._anybody(), laid=self.choose.random() < 0.8)

    def change(self) -> None:
        if said := self._some():
            person = self._anybody()
            if self.choose.random() < 0.3:
                withdraw_contribution(contribution=said, person=person)
                assert said.author == person
            else:
                words = Words(kind=Kind(said.kind), step=said.step, body="Other words")
                edit_contribution(contribution=said, person=person, words=words)

    def floor(self) -> None:
        person = self._anybody()
        seat = Participant.objects.get(session=self.session, person=person)
        deeds = (
            lambda: raise_hand(seat=seat, is_up=self.choose.random() < 0.6),
            lambda: take_seat(seat=seat, is_seated=self.choose.random() < 0.7),
            lambda: give_floor(session=self.session, person_id=person.pk),
            lambda: give_floor_to_next(session=self.session),
        )
        self.choose.choice(deeds)()

    def reseat(self) -> None:
        """Make somebody else the client, as the choice of a subject does."""
        role = self.choose.choice(list(Role))
        seat_participant(session=self.session, person=self._anybody(), role=role, by=self.people[0])

    def _anybody(self) -> User:
        return self.choose.choice(self.people)

    def _some(self, **facts: Any) -> Contribution | None:
        return Contribution.objects.filter(session=self.session, **facts).order_by("?").first()

    def check(self) -> None:
        session = self.session
        step = session.read().steps[session.step]
        seats = Participant.objects.filter(session=session)
        assert session.left >= 0
        assert 0 <= session.step < len(session.read().steps)
        assert not step.needs_contract or session.stage != "running" or self.had_contract()
        assert seats.filter(role=Role.CLIENT).count() <= 1
        assert seats.filter(role=Role.FACILITATOR).exists()
        assert seats.filter(is_seated=True).count() <= step.seats
        for key, most in self.dots_allowed.items():
            for person in self.people:
                laid = Dot.objects.filter(
                    contribution__session=session, person=person, step=key
                ).count()
                assert laid <= most
        covered = {one.key for one in session.read().steps if one.is_hidden}
        covered -= set(session.revealed)
        for person in self.people:
            shown = contributions_for(session, person).filter(step__in=covered)
            assert all(one.author == person for one in shown)

    def had_contract(self) -> bool:
        """A contract accepted once opened the step, whatever happened to it since."""
        self.saw_contract = getattr(self, "saw_contract", False) or has_contract(self.session)
        return self.saw_contract


@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_nothing_that_people_do_breaks_the_format(
    cast: Cast, method: str, choose: random.Random
) -> None:
    with transaction.atomic():
        roles = read_roles(method)
        people = [cast.awa, cast.boubacar, cast.chloe, cast.esther]
        seats = {cast.awa: Role.FACILITATOR, cast.esther: Role.NOTE_TAKER}
        seats |= {cast.boubacar: roles[0], cast.chloe: roles[1]}
        if method == "co-development":
            seats[cast.esther] = Role.OBSERVER
        session = plan(cast, seats, method)
        enter_all(session)
        group = Group(session, people, choose)
        act_on_session(session=session, act=Act.START, turn=0)
        session.refresh_from_db()
        for _deed in range(40):
            group.had_contract()
            group.do_something()
            group.check()
        transaction.set_rollback(True)


def read_roles(method: str) -> tuple[Role, Role]:
    if Role.CLIENT in map(Role, shipped()[method]["roles"]):
        return Role.CLIENT, Role.CONSULTANT
    return Role.PARTICIPANT, Role.PARTICIPANT
