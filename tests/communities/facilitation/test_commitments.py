"""Commitments come back to their owner at their date, and to nobody else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import timezone

from communities.circles.models import InvitedListEntry
from communities.facilitation.choices import Kind, Outcome
from communities.facilitation.models import Commitment, Contribution, Session
from communities.facilitation.running import Act
from communities.facilitation.selectors.commitments import (
    commitments_for_integration,
    own_for_integration,
)
from communities.facilitation.selectors.sessions import Seat, seat_of
from communities.facilitation.services.commitments import attend_to_commitments
from communities.facilitation.services.course import act_on_session, enter_session
from communities.facilitation.views.outcomes import followup_context, remains_context
from communities.people.models import User
from tests.communities.facilitation.remains import end, held, make_cycle, plan, say
from tests.personas import Cast

SignIn = Callable[[User | None], Client]
Capture = Callable[..., object]


def promised(cast: Cast) -> Commitment:
    session = held(cast)
    return Commitment.objects.get(session=session)


def form(**facts: object) -> dict[str, object]:
    return {"outcome": "", "what_happened": "", "due_on": "", **facts}


def test_owner_answers_and_nobody_else_finds_it(cast: Cast, client_of: SignIn) -> None:
    row = promised(cast)
    place = f"/commitments/{row.pk}/"
    answer = form(outcome=Outcome.PARTLY, what_happened="One village only")

    assert client_of(cast.awa).get(place).status_code == 404
    assert client_of(cast.awa).post(place, answer).status_code == 404
    assert client_of(None).get(place).status_code == 302
    assert "Visit two villages." in client_of(cast.boubacar).get(place).content.decode()
    assert client_of(cast.boubacar).post(place, answer).url == "/commitments/"

    row.refresh_from_db()
    assert (row.outcome, row.what_happened, row.due_on) == ("partly", "One village only", None)
    assert row.told_at is not None
    assert "One village only" in client_of(cast.boubacar).get("/commitments/").content.decode()
    for person in (cast.awa, cast.chloe, cast.gustave):
        page = client_of(person).get("/commitments/").content.decode()
        assert "villages" not in page


def test_what_happened_needs_an_outcome_and_is_kept_in_the_form(
    cast: Cast, client_of: SignIn
) -> None:
    row = promised(cast)

    answer = client_of(cast.boubacar).post(
        f"/commitments/{row.pk}/", form(what_happened="Something")
    )

    assert answer.status_code == 400
    assert "Something</textarea>" in answer.content.decode()


def test_session_is_named_only_while_one_may_read_it(cast: Cast, client_of: SignIn) -> None:
    row = promised(cast)
    client = client_of(cast.boubacar)
    assert "The silent committee" in client.get("/commitments/").content.decode()

    entries = InvitedListEntry.objects.filter(invited_list=row.session.invited_list)
    entries.filter(person=cast.boubacar).delete()

    for place in ("/commitments/", f"/commitments/{row.pk}/"):
        page = client.get(place).content.decode()
        assert "Visit two villages." in page
        assert "The silent committee" not in page


def test_a_letter_asks_once_on_the_day_of_the_owner(
    cast: Cast, client_of: SignIn, django_capture_on_commit_callbacks: Capture
) -> None:
    row = promised(cast)
    User.objects.filter(pk=cast.boubacar.pk).update(time_zone="Pacific/Auckland", language="fr")
    assert row.due_on is not None
    midnight = datetime.combine(row.due_on, datetime.min.time(), ZoneInfo("Pacific/Auckland"))

    told = []
    for minutes in (-1, 1, 60):
        with django_capture_on_commit_callbacks(execute=True):
            told.append(attend_to_commitments(midnight + timedelta(minutes=minutes)))

    assert told == [0, 1, 0]
    (letter,) = mail.outbox
    assert letter.to == ["boubacar@people.example"]
    assert "Visit two villages." in letter.body
    assert f"/commitments/{row.pk}/" in letter.body
    assert "silent" not in letter.subject + letter.body

    later = row.due_on + timedelta(days=9)
    client_of(cast.boubacar).post(f"/commitments/{row.pk}/", form(due_on=later.isoformat()))
    with django_capture_on_commit_callbacks(execute=True):
        assert attend_to_commitments(midnight + timedelta(days=8)) == 0
        assert attend_to_commitments(midnight + timedelta(days=10)) == 1


def test_answered_ones_and_absent_people_are_not_asked(cast: Cast) -> None:
    row = promised(cast)
    later = timezone.now() + timedelta(days=3)

    Commitment.objects.filter(pk=row.pk).update(outcome=Outcome.DONE)
    assert attend_to_commitments(later) == 0
    Commitment.objects.filter(pk=row.pk).update(outcome="")
    User.objects.filter(pk=cast.boubacar.pk).update(is_active=False)
    assert attend_to_commitments(later) == 0


def next_session(cast: Cast, first: Session) -> Session:
    return plan(cast, title="Next", cycle=first.cycle, starts_at=timezone.now())


def bring(session: Session) -> dict[int, list[str]]:
    found = commitments_for_integration(session)
    return {person: [row.action for row in rows] for person, rows in found.items()}


@pytest.mark.parametrize("in_cycle", [True, False])
def test_what_came_due_or_was_answered_opens_the_next_session(cast: Cast, in_cycle: bool) -> None:  # noqa: FBT001 -- a test's parameter
    cycle = make_cycle(cast, cast.awa, cast.boubacar, cast.chloe) if in_cycle else None
    first, other = plan(cast, cycle=cycle), plan(cast, title="Elsewhere", cycle=None)
    today = timezone.localdate()
    for session, mark in ((first, ""), (other, " elsewhere")):
        for number, due_on in enumerate((today, today + timedelta(days=30), None)):
            said = f"{number}{mark}"
            say(session, cast.boubacar, "synthesis", Kind.COMMITMENT, said, due_on=due_on)
        end(session)
    session = next_session(cast, first)

    beside = [] if in_cycle else ["0 elsewhere"]
    assert bring(session) == {cast.boubacar.pk: ["0", *beside]}

    Commitment.objects.filter(action="1").update(outcome="done", told_at=timezone.now())
    assert sorted(bring(session)[cast.boubacar.pk]) == ["0", *beside, "1"]
    assert own_for_integration(session, cast.chloe) == []
    Commitment.objects.filter(action="1").update(told_at=timezone.now() - timedelta(days=9))
    assert bring(session) == {cast.boubacar.pk: ["0", *beside]}


def test_owner_finds_words_to_bring_to_the_round(cast: Cast, client_of: SignIn) -> None:
    row = promised(cast)
    session = plan(cast, title="Next")
    answer = form(outcome=Outcome.DONE, what_happened="They spoke", due_on=row.due_on)
    client_of(cast.boubacar).post(f"/commitments/{row.pk}/", answer)

    def told(person: User) -> dict[str, Any]:
        return followup_context(Seat(session, seat_of(session, person)))

    assert told(cast.boubacar)["bring_to"] == ""
    for seat in session.participants.all():
        enter_session(seat=seat)
    act_on_session(session=session, act=Act.START, turn=0)
    session.refresh_from_db()
    assert told(cast.awa)["followup"] == []
    (one,) = told(cast.boubacar)["followup"]
    assert one.news == "What I said: Visit two villages.\nWhat came of it (done): They spoke"
    facts = told(cast.boubacar) | {"session": session}
    page = render_to_string("facilitation/session_followup.html", facts)
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    for _twice in range(2):
        client_of(cast.boubacar).post(facts["bring_to"], sent)
    said = Contribution.objects.get(session=session)
    assert (said.kind, said.author, said.body.split()) == (
        Kind.NEWS,
        cast.boubacar,
        one.news.split(),
    )


def test_page_of_the_session_tells_insiders_alone(cast: Cast, rf: RequestFactory) -> None:
    session = held(cast, is_public=True)

    def told(person: User) -> object:
        request = rf.get("/")
        request.user = person
        seat = seat_of(session, person)
        inside = Seat(session, seat) if seat is not None else None
        return remains_context(request, session, inside)["remains"]

    assert told(cast.diego) is None
    found = told(cast.boubacar)
    assert isinstance(found, dict)
    assert (found["may_write"], found["may_decide"], len(found["commitments"])) == (False, True, 1)
    other = told(cast.awa)
    assert isinstance(other, dict)
    assert (other["may_write"], other["may_decide"], other["commitments"]) == (True, False, [])
