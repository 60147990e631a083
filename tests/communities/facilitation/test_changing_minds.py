"""What people may still correct: leaving a session, where it goes on, by when they do something."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import TestCase
from django.utils import timezone

from communities.circles.models import Community
from communities.facilitation.choices import Kind, Outcome, Role
from communities.facilitation.models import Commitment, Contribution, Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Act
from communities.facilitation.services.answers import join_open_session
from communities.facilitation.services.planning import move_session
from tests.communities.facilitation import remains
from tests.communities.facilitation.sessions import ClientOf, act, enter_all, lead_to, plan, say
from tests.personas import Cast

LINK = {"place": "Room 7", "meeting_url": "https://meet.example/another-room"}
LONG_AGO = "2020-01-01"


def committing(cast: Cast) -> Session:
    """Lead a session to the step in which people say what they will do."""
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.PARTICIPANT}
    session = plan(cast, people, method="after-action-review")
    enter_all(session)
    lead_to(session, "next")
    return session


@pytest.mark.parametrize("is_running", [False, True])
def test_who_joined_alone_leaves_alone(
    cast: Cast,
    client_of: ClientOf,
    is_running: bool,  # noqa: FBT001 -- a test's parameter
) -> None:
    session, client = plan(cast, is_public=True), client_of(cast.esther)
    join_open_session(session=session, person=cast.esther)
    if is_running:
        act(session, Act.START)
    page = session.get_absolute_url()
    link = f'href="{page}leave/"'
    shown = client.get(page).content.decode()
    asked = client.get(f"{page}leave/").content.decode()

    answer = client.post(f"{page}leave/", follow=True)

    assert link in shown
    assert "What you contributed stays" in asked
    assert answer.status_code == 200
    assert "You take part no longer" in answer.content.decode()
    assert not Participant.objects.filter(session=session, person=cast.esther).exists()
    assert not session.invited_list.entries.filter(person=cast.esther).exists()
    assert link not in client.get(page).content.decode()
    assert client.get(f"{page}leave/").status_code == 403


def test_who_leads_alone_names_another_first(cast: Cast, client_of: ClientOf) -> None:
    session, client = plan(cast), client_of(cast.awa)
    page = session.get_absolute_url()

    answer = client.post(f"{page}leave/", follow=True)

    assert answer.redirect_chain == [(page, 302)]
    assert "name another facilitator first" in answer.content.decode()
    assert f'href="{page}leave/"' not in client.get(page).content.decode()
    Participant.objects.filter(session=session, person=cast.chloe).update(role=Role.FACILITATOR)
    assert client.post(f"{page}leave/").url == "/communities/water/sessions/"


def test_nobody_leaves_what_is_over(cast: Cast, client_of: ClientOf) -> None:
    session = remains.held(cast)

    answer = client_of(cast.chloe).post(f"/sessions/{session.pk}/leave/")

    assert answer.url == session.get_absolute_url()
    assert Participant.objects.filter(session=session, person=cast.chloe).exists()


def test_a_running_session_goes_on_elsewhere(cast: Cast, client_of: ClientOf) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        session = plan(cast, meeting_url="https://meet.example/wrong")
    act(session, Act.START)
    mail.outbox.clear()
    client, page = client_of(cast.awa), session.get_absolute_url()
    bar = client.get(page).content.decode()
    shown = client.get(f"{page}edit/").content.decode()

    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(f"{page}edit/", LINK | {"title": "Another title"}, follow=True)

    before, session = session, Session.objects.get(pk=session.pk)
    assert "Change the place or the link" in bar
    assert 'value="https://meet.example/wrong"' in shown
    assert 'name="title"' not in shown
    assert "The changes are kept." in answer.content.decode()
    assert (session.place, session.meeting_url) == (LINK["place"], LINK["meeting_url"])
    assert (session.title, session.ics_sequence) == (before.title, before.ics_sequence + 1)
    assert {cast.boubacar.email, cast.chloe.email} <= {one.to[0] for one in mail.outbox}
    assert not move_session(session=session, **LINK)


def test_open_pages_hear_where_a_session_goes_on(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, place="Room 1")
    enter_all(session)
    act(session, Act.START)
    client, address = client_of(cast.chloe), f"/sessions/{session.pk}"
    before = client.get(f"{address}/changes/").json()

    move_session(session=session, **LINK)

    heard = client.get(f"{address}/changes/?after={before['n']}").json()
    page = client.get(f"{address}/live/").content.decode()
    assert before["s"]["where"] == ["Room 1", ""]
    assert heard["n"] > before["n"]
    assert heard["s"]["where"] == [LINK["place"], LINK["meeting_url"]]
    assert "<span data-place>Room 7</span>" in page
    assert f'href="{LINK["meeting_url"]}"' in page


def test_only_who_leads_moves_it_and_only_while_it_runs(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    with pytest.raises(SessionRefused):
        move_session(session=session, **LINK)
    act(session, Act.START)
    address = f"/sessions/{session.pk}/edit/"

    assert client_of(cast.chloe).post(address, LINK).status_code == 403
    assert client_of(cast.awa).post(address, LINK | {"meeting_url": "ftp://x"}).status_code == 400
    Community.objects.filter(pk=cast.community.pk).update(closed_at=timezone.now())
    assert client_of(cast.awa).post(address, LINK).status_code == 400
    session.refresh_from_db()
    assert session.place == ""


def test_nobody_commits_to_a_day_that_is_over(cast: Cast, client_of: ClientOf) -> None:
    session = committing(cast)
    words = Kind.COMMITMENT, "Visit two villages."
    today = timezone.localdate()

    refused = say(client_of, cast.boubacar, session, *words, due_on=LONG_AGO)
    count = Contribution.objects.count()
    say(client_of, cast.boubacar, session, *words, due_on=today.isoformat())

    assert refused.status_code == 400
    assert "This day is over" in refused.content.decode()
    assert count == 0
    assert Contribution.objects.get().due_on == today


def test_the_day_and_the_help_are_corrected_with_the_words(cast: Cast, client_of: ClientOf) -> None:
    session = committing(cast)
    today = timezone.localdate()
    say(client_of, cast.boubacar, session, Kind.COMMITMENT, "Visit.", due_on=today.isoformat())
    said, client = Contribution.objects.get(), client_of(cast.boubacar)
    address = f"/sessions/{session.pk}/contributions/{said.pk}/edit/"
    later = today + timedelta(days=9)

    shown = client.get(address).content.decode()
    refused = client.post(address, {"body": "Visit.", "due_on": LONG_AGO})
    facts = {"body": "Visit.", "due_on": later.isoformat(), "help_wanted": "A car"}
    answer = client.post(address, facts)

    said.refresh_from_db()
    assert f'value="{today.isoformat()}"' in shown
    assert refused.status_code == 400
    assert answer.status_code == 302
    assert (said.due_on, said.help_wanted) == (later, "A car")


def test_a_day_that_is_over_meanwhile_stays(cast: Cast, client_of: ClientOf) -> None:
    row = Commitment.objects.get(session=remains.held(cast))
    Commitment.objects.filter(pk=row.pk).update(due_on=date(2021, 5, 4))
    client, address = client_of(cast.boubacar), f"/commitments/{row.pk}/"
    told = {"outcome": Outcome.DONE, "what_happened": "Both of them"}

    refused = client.post(address, told | {"due_on": LONG_AGO})
    answer = client.post(address, told | {"due_on": "2021-05-04"})

    row.refresh_from_db()
    assert refused.status_code == 400
    assert "This day is over" in refused.content.decode()
    assert answer.url == "/commitments/"
    assert (row.outcome, row.due_on) == ("done", date(2021, 5, 4))
