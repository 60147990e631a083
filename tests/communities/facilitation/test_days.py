"""Sessions over days: steps follow one another by their hours, and people are told in time."""

import time

import pytest
from django.core import mail
from django.test import TestCase

from communities.facilitation.choices import Kind, Role
from communities.facilitation.models import Session
from communities.facilitation.running import Act
from communities.facilitation.services.contributing import Words, answer_contract, contribute
from communities.facilitation.services.days import attend_to_days
from tests.communities.facilitation.sessions import act, enter_all, lead_to, plan
from tests.personas import Cast

HOUR = 3600


def started(cast: Cast, step: str = "integration") -> Session:
    session = plan(cast, pace="days", lengths={})
    enter_all(session)
    lead_to(session, step)
    mail.outbox.clear()
    return session


def pass_hours(session: Session, hours: float) -> int:
    """Let hours pass for a session, then look after all of them."""
    session.refresh_from_db()
    Session.objects.filter(pk=session.pk).update(since=session.since - hours * HOUR)
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = attend_to_days()
    session.refresh_from_db()
    return done


def letters() -> list[tuple[str, str]]:
    found = [(one.to[0].split("@")[0], one.subject) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


def test_a_step_closes_after_its_hours_and_the_next_opens(cast: Cast) -> None:
    session = started(cast)

    pass_hours(session, 23)
    early = session.step
    letters()
    pass_hours(session, 1.01)

    title = session.title
    assert (early, session.step) == (0, 1)
    assert letters() == [
        (name, f"{title}: Choice of the subject is open") for name in ("awa", "boubacar", "chloe")
    ]


def test_everybody_is_told_once_that_a_step_closes_soon(cast: Cast) -> None:
    session = started(cast)

    done = [pass_hours(session, hours) for hours in (12, 7, 1, 1)]

    assert done == [0, 1, 0, 0]
    assert [subject for _name, subject in letters()] == [
        f"{session.title}: Integration round closes soon"
    ] * 3


def test_without_a_contract_the_session_waits_and_its_facilitator_is_told_once(cast: Cast) -> None:
    session = started(cast, "contract")

    pass_hours(session, 30)
    pass_hours(session, 30)
    waiting = session.step
    told = letters()
    contribute(
        session=session,
        person=cast.boubacar,
        words=Words(kind=Kind.CONTRACT, step="contract", body="Help me to say no."),
    )
    contract = session.contributions.get()
    answer_contract(contribution=contract, person=cast.chloe, accepts=True)
    attend_to_days()
    session.refresh_from_db()

    assert session.read().steps[waiting].key == "contract"
    assert told == [("awa", f"{session.title}: the next step waits for the contract")]
    assert session.read().steps[session.step].key == "consultation"


def test_the_facilitator_extends_or_goes_on_early(cast: Cast) -> None:
    session = started(cast)

    act(session, Act.EXTEND, seconds=24.0 * HOUR)
    pass_hours(session, 30)
    extended = session.step
    act(session, Act.NEXT)

    assert (extended, session.step) == (0, 1)
    assert session.course.remaining(time.time()) == pytest.approx(24 * HOUR, abs=5)


def test_the_last_step_ends_the_session(cast: Cast) -> None:
    people = {cast.awa: Role.FACILITATOR, cast.chloe: Role.PARTICIPANT}
    session = plan(cast, people, "after-action-review", pace="days")
    enter_all(session)
    lead_to(session, session.read().steps[-1].key)

    pass_hours(session, 24 * 30)

    assert session.stage == "ended"
    assert session.ended_at is not None


def test_a_paused_session_and_one_of_a_closed_community_stand_still(cast: Cast) -> None:
    session = started(cast)
    act(session, Act.PAUSE)

    assert attend_to_days(time.time() + 1000 * HOUR) == 0


def test_a_fault_in_one_session_stops_no_other(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = started(cast), started(cast)
    Session.objects.filter(pk=broken.pk).update(content={"steps": []})

    pass_hours(other, 25)

    assert other.step == 1
    assert f"Session {broken.pk} could not be looked after" in caplog.text
