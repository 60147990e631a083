"""The course of a session: no sequence of acts leads where it must not."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import read_format, shipped
from communities.facilitation.running import (
    Act,
    Course,
    ImpossibleError,
    NotYetAcceptedError,
    Pace,
    Plan,
    Stage,
    after,
    is_shown,
    kinds_now,
    step_of,
)

FORMATS = {slug: read_format(content) for slug, content in shipped().items()}
CODEV = FORMATS["co-development"]
PLAN = Plan(CODEV, {})
NOON = 1_800_000_000.0
ACTS = st.lists(
    st.tuples(
        st.sampled_from(Act),
        st.floats(0, 3 * 3600),  # seconds until the act
        st.floats(-3600, 48 * 3600),  # how long to extend
        st.booleans(),  # whether the contract was accepted by then
    ),
    max_size=40,
)


def at(step: str, **facts: Any) -> Course:
    number = [one.key for one in CODEV.steps].index(step)
    course = Course(stage=Stage.RUNNING, step=number, left=600, since=NOON)
    return replace(course, **facts)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(FORMATS)), st.sampled_from(Pace), ACTS)
def test_no_sequence_of_acts_leads_astray(
    slug: str, pace: Pace, acts: list[tuple[Act, float, float, bool]]
) -> None:
    made, now = FORMATS[slug], NOON
    course = Course(pace=pace)
    has_contract = False
    for act, wait, seconds, accepted in acts:
        now += wait
        has_contract |= accepted
        before = course
        try:
            course = after(before, act, Plan(made, {}, has_contract), now, seconds=seconds)
        except ImpossibleError:
            continue
        assert course.turn == before.turn + 1
        assert abs(course.step - before.step) <= 1
        assert 0 <= course.step < len(made.steps)
        assert course.remaining(now) >= 0
        assert course.remaining(now + 10**9) >= 0
        assert before.stage not in {Stage.ENDED, Stage.CANCELLED}
        if course.stage is not Stage.RUNNING:
            assert not course.is_ticking
            assert all(kinds_now(course, made, role) == frozenset() for role in Role)
        step = step_of(course, made)
        if step is not None and step.needs_contract:
            assert has_contract
        for role in Role:
            assert step is None or kinds_now(course, made, role) <= step.kinds_for(role)


def test_each_step_of_co_development_takes_what_it_should() -> None:
    only_questions = at("clarification")
    listening = at("consultation")

    assert kinds_now(only_questions, CODEV, Role.CONSULTANT) == {Kind.QUESTION}
    assert kinds_now(only_questions, CODEV, Role.CLIENT) == {Kind.ANSWER}
    assert Kind.IDEA not in kinds_now(listening, CODEV, Role.CLIENT)
    assert Kind.IDEA in kinds_now(listening, CODEV, Role.CONSULTANT)
    assert kinds_now(at("exposition"), CODEV, Role.CONSULTANT) == frozenset()


def test_consultation_waits_for_the_contract() -> None:
    with pytest.raises(NotYetAcceptedError):
        after(at("contract"), Act.NEXT, PLAN, NOON)

    opened = after(at("contract"), Act.NEXT, replace(PLAN, has_contract=True), NOON)

    assert step_of(opened, CODEV) == CODEV.steps[5]


def test_the_clock_stands_while_paused_and_goes_on_where_it_stood() -> None:
    course = at("exposition")

    paused = after(course, Act.PAUSE, PLAN, NOON + 100)
    resumed = after(paused, Act.RESUME, PLAN, NOON + 5_000)

    assert paused.remaining(NOON + 4_000) == 500
    assert resumed.remaining(NOON + 5_050) == 450
    assert resumed.remaining(NOON + 9_999) == 0


@pytest.mark.parametrize("late", [100, 700])
def test_an_extension_counts_from_what_is_left(late: float) -> None:
    extended = after(at("exposition"), Act.EXTEND, PLAN, NOON + late, seconds=120)

    assert extended.remaining(NOON + late) == max(0, 600 - late) + 120


def test_a_session_takes_its_own_lengths() -> None:
    own = Plan(CODEV, {"integration": 2})

    live = after(Course(), Act.START, own, NOON)
    slow = after(Course(pace=Pace.DAYS), Act.START, own, NOON)

    assert (live.remaining(NOON), slow.remaining(NOON)) == (120, 7200)


def test_hidden_ideas_are_their_writers_until_they_are_shown() -> None:
    hidden = replace(CODEV.steps[0], is_hidden=True)
    made = replace(CODEV, steps=(hidden, *CODEV.steps[1:]))
    plan = Plan(made, {})
    course = after(Course(), Act.START, plan, NOON)

    shown = after(course, Act.REVEAL, plan, NOON)
    later = after(after(course, Act.NEXT, plan, NOON), Act.REVEAL, plan, NOON)

    assert not is_shown(course, hidden, is_own=False)
    assert is_shown(course, hidden, is_own=True)
    assert is_shown(shown, hidden, is_own=False)
    assert is_shown(later, hidden, is_own=False)
    with pytest.raises(ImpossibleError):
        after(shown, Act.REVEAL, plan, NOON)
