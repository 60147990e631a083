"""Topics built out of messages."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.mail.parsing.subjects import common_tag, comparable, is_reply, shown
from forums.mail.parsing.threads import SUBJECT_WINDOW, Outline, build_threads
from tests.forums.mail.letters import outline


def keys(messages: list[Outline]) -> list[tuple[str, ...]]:
    return [thread.message_ids for thread in build_threads(messages)]


def test_threads_follow_references_whatever_the_subject() -> None:
    messages = [
        outline(1, "a"),
        outline(2, "b", "a", subject="Something else", day=2),
        outline(3, "c", "b", "a", subject="Re: more", day=3),
    ]
    assert keys(messages) == [("a", "b", "c")]


def test_threads_use_an_older_reference_where_the_nearest_is_missing() -> None:
    assert keys([outline(1, "a"), outline(2, "c", "gone", "a", day=2)]) == [("a", "c")]


def test_threads_do_not_depend_on_the_order_of_arrival() -> None:
    messages = [
        outline(1, "a"),
        outline(2, "b", "a", day=2),
        outline(3, "c", "b", day=3),
        outline(4, "d", subject="Other", day=2),
        outline(5, "e", subject="Re: Other", day=4),
    ]
    shuffled = list(messages)
    Random(3).shuffle(shuffled)  # noqa: S311 -- repeatable, no secret
    assert keys(shuffled) == keys(messages) == [("a", "b", "c"), ("d", "e")]


def test_reply_with_a_slow_clock_stands_below_its_question() -> None:
    messages = [outline(1, "reply", "question", day=1), outline(2, "question", day=2)]
    assert keys(messages) == [("question", "reply")]


def test_circles_and_self_references_end() -> None:
    messages = [
        outline(1, "a", "c"),
        outline(2, "b", "a", day=2),
        outline(3, "c", "b", day=3),
        outline(4, "d", "d", subject="Alone", day=4),
    ]
    assert keys(messages) == [("a", "b", "c"), ("d",)]


def test_identifier_that_comes_twice_counts_once() -> None:
    assert keys([outline(1, "a"), outline(2, "a", day=5)]) == [("a",)]


def test_answers_to_one_missing_message_stay_together_by_subject() -> None:
    messages = [
        outline(1, "a", "gone", subject="Wells"),
        outline(2, "b", "gone", subject="Wells", day=2),
        outline(3, "c", "gone", subject="Roads", day=3),
    ]
    assert keys(messages) == [("a", "b"), ("c",)]


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Wells",
        "RE: [mutual] wells",
        "AW: Re: Wells",
        "Rép : Wells",
        "Re[2]: Wells",
        "[mutual] Re: Wells",
    ],
)
def test_reply_without_reference_joins_by_subject(subject: str) -> None:
    assert keys([outline(1, "a"), outline(2, "b", subject=subject, day=3)]) == [("a", "b")]


@pytest.mark.parametrize("subject", ["Wells", "Fwd: Wells", "TR: Wells", "Re: Roads", "Re:", ""])
def test_other_messages_start_their_own_topic(subject: str) -> None:
    first = outline(1, "a", subject="Wells" if subject.strip("Re:") else "")
    assert len(keys([first, outline(2, "b", subject=subject, day=3)])) == 2


def test_reply_by_subject_joins_recent_talk_only() -> None:
    window = SUBJECT_WINDOW / timedelta(days=1)
    late = outline(3, "late", subject="Re: Wells", day=1 + window + 0.1)
    assert keys([outline(1, "a"), late]) == [("a",), ("late",)]
    assert keys([outline(1, "a"), outline(2, "b", "a", day=20), late]) == [("a", "b", "late")]


def test_reply_by_subject_may_come_a_little_before_its_question() -> None:
    assert len(keys([outline(1, "b", subject="Re: Wells", day=1), outline(2, "a", day=1.5)])) == 1
    assert len(keys([outline(1, "b", subject="Re: Wells", day=1), outline(2, "a", day=3)])) == 2


def test_topics_are_named_without_marks_and_list_tag() -> None:
    threads = build_threads(
        [
            outline(1, "a", subject="[Mutual] [urgent] Wells"),
            outline(2, "b", subject="Re: [Mutual] Roads", day=200),
            outline(3, "c", subject="[Mutual] Seeds", day=300),
        ]
    )
    assert [thread.title for thread in threads] == ["[urgent] Wells", "Roads", "Seeds"]


def test_chain_of_many_answers_is_one_topic() -> None:
    chain = [outline(n, f"m{n}", f"m{n - 1}", day=n / 100) for n in range(1, 3000)]
    (members,) = keys(chain)
    assert members[-1] == "m2999"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9),
            st.lists(st.integers(0, 12), max_size=3),
            st.sampled_from(["Wells", "Re: Wells", "", "Re: ", "[x] Re: Roads"]),
            st.integers(0, 100),
        ),
        max_size=14,
    )
)
def test_every_message_is_in_exactly_one_topic(
    rows: list[tuple[int, list[int], str, int]],
) -> None:
    messages = [
        outline(
            number, f"m{key}", *(f"m{answered}" for answered in answers), subject=subject, day=day
        )
        for number, (key, answers, subject, day) in enumerate(rows)
    ]
    members = [key for thread in keys(messages) for key in thread]
    assert sorted(members) == sorted({message.message_id for message in messages})


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Re: RE : Fwd: AW: [list] Rép: Wells ", "wells"),
        ("Re[3]: TR: Wells (fwd)", "wells"),
        ("[ana@coop.example: Wells]", "[ana@coop.example: wells]"),
        ("Regarding: wells", "regarding: wells"),
        ("Re:", ""),
    ],
)
def test_comparable_subject_has_no_marks(subject: str, plain: str) -> None:
    assert comparable(subject) == plain


def test_forward_is_no_reply() -> None:
    assert is_reply("Re: Fwd: Wells")
    assert not is_reply("Fwd: Re: Wells")
    assert not is_reply("Reservoirs: a plan")


def test_shown_subject_keeps_other_tags() -> None:
    assert common_tag(["[Mutual] a", "Re: [Mutual] b", "[x] c"]) == "mutual"
    assert common_tag(["a", "b", "[x] c"]) == ""
    assert shown("Re: [mutual] Re: [x] Wells", "mutual") == "[x] Wells"
    assert shown("Re:", "mutual") == "Re:"
