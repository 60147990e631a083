"""What a session's page offers to who can only read: after its end, as site staff."""

import re

from communities.circles.services.care import enter_community
from communities.facilitation.choices import Keeping, Kind
from communities.facilitation.models import Contribution
from communities.facilitation.running import Act
from communities.facilitation.services.forgetting import forget_session
from communities.facilitation.services.planning import cancel_session
from communities.people.models import User
from tests.communities.facilitation.sessions import (
    ClientOf,
    act,
    enter_all,
    lead_to,
    page,
    plan,
    say,
)
from tests.personas import Cast


def test_once_it_is_over_words_can_only_be_read(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, meeting_url="https://meet.example/room")
    enter_all(session)
    act(session, Act.START)
    say(client_of, cast.chloe, session, Kind.NEWS, "We arrived late.")
    running = page(client_of, cast.chloe, session)
    act(session, Act.END)
    over = page(client_of, cast.chloe, session)

    assert 'class="said-actions" data-when="running">' in running
    assert 'class="said-actions" data-when="running" hidden>' in over
    assert ("To the meeting" in running, "To the meeting" in over) == (True, False)


def test_site_staff_who_entered_read_on_and_touch_nothing(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    act(session, Act.START)
    client = client_of(cast.gustave)
    assert client.get(f"/sessions/{session.pk}/changes/").status_code == 404

    enter_community(community=cast.community, person=cast.gustave, reason="A complaint")
    answers = [
        client.get(f"/sessions/{session.pk}/live/").status_code,
        client.get(f"/sessions/{session.pk}/changes/").status_code,
        client.post(f"/sessions/{session.pk}/say/", {"body": "Words"}).status_code,
        client.post(f"/sessions/{session.pk}/act/", {"act": "next", "turn": 1}).status_code,
    ]

    assert answers == [200, 200, 403, 403]


def test_ideas_are_grouped_and_questions_are_not(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")
    say(client_of, cast.chloe, session, Kind.QUESTION, "Since when?")
    question = Contribution.objects.get()

    shown = page(client_of, cast.awa, session)
    client_of(cast.awa).post(
        f"/sessions/{session.pk}/contributions/{question.pk}/group/", {"cluster": "Time"}
    )

    question.refresh_from_db()
    assert "<details data-group hidden>" in shown
    assert question.cluster == ""


def test_words_refused_meanwhile_are_shown_with_the_reason(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")

    def late(person: User, kind: str) -> str:
        form = {"kind": kind, "body": "Since when?", "step": "clarification"}
        answer = client_of(person).post(f"/sessions/{session.pk}/say/", form)
        assert answer.status_code == 400
        return answer.content.decode().split('id="said-title"')[0]

    lead_to(session, "contract")
    in_next_form = late(cast.boubacar, "answer")
    without_form = late(cast.chloe, "question")
    act(session, Act.END)
    once_over = late(cast.chloe, "question")

    reason = "<p><strong>This step is over meanwhile; nothing was sent.</strong></p>"
    assert reason in in_next_form.split('class="stage"')[0]
    assert "Since when?" in in_next_form.split('data-step="contract"')[1].split("</form>")[0]
    quoted = '<blockquote class="said-text">Since when?</blockquote>'
    assert (reason in without_form, quoted in without_form) == (True, True)
    assert "<strong>The session is over; nothing was sent.</strong>" in once_over
    assert quoted in once_over


def test_all_see_how_many_ask_for_other_words_and_each_their_own_answer(
    cast: Cast, client_of: ClientOf
) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "contract")
    say(client_of, cast.boubacar, session, Kind.CONTRACT, "Tell me what I do not see.")
    contract = Contribution.objects.get()
    address = f"/sessions/{session.pk}/contributions/{contract.pk}"
    chosen = re.compile(r'button-chosen"[^>]* value="(.)" aria-pressed="true" data-accept>')

    client_of(cast.chloe).post(f"{address}/accept/", {"accepts": "0"})
    declined = page(client_of, cast.boubacar, session)
    own = client_of(cast.chloe).get(f"/sessions/{session.pk}/changes/").json()
    marked = page(client_of, cast.chloe, session)
    client_of(cast.boubacar).post(f"{address}/edit/", {"body": "Something else."})
    anew = page(client_of, cast.chloe, session)

    assert 'data-when="declined">1 asks for other words<' in declined
    assert (own["accepts"], own["s"]["contract"]["no"]) == (False, 1)
    assert chosen.findall(marked) == ["0"]
    assert (chosen.findall(declined), chosen.findall(anew)) == ([], [])
    assert 'data-when="declined" hidden>' in anew


def test_nobody_enters_a_session_that_was_cancelled(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, meeting_url="https://meet.example/room")
    client = client_of(cast.chloe)
    cancel_session(session=session)

    read = client.get(f"/sessions/{session.pk}/live/")
    entered = client.post(f"/sessions/{session.pk}/enter/", {"accepts": "on"})
    dates = client_of(cast.awa).get(f"/sessions/{session.pk}/dates/").content.decode()

    assert {read["Location"], entered["Location"]} == {session.get_absolute_url()}
    assert not session.participants.filter(accepted_at__isnull=False).exists()
    assert "No date is offered yet." in dates
    assert "Offer some below" not in dates


def test_a_page_left_open_tells_that_the_session_was_cancelled(
    cast: Cast, client_of: ClientOf
) -> None:
    session = plan(cast, meeting_url="https://meet.example/room")
    enter_all(session)
    client = client_of(cast.awa)
    before = client.get(f"/sessions/{session.pk}/changes/").json()
    cancel_session(session=session)

    news = client.get(f"/sessions/{session.pk}/changes/?after={before['n']}").json()
    form = {"kind": "news", "body": "Words", "step": "integration"}
    html = client.post(f"/sessions/{session.pk}/say/", form).content.decode()

    assert (news["n"] > before["n"], news["s"]["stage"]) == (True, "cancelled")
    assert 'data-when="cancelled">This session was cancelled.<' in html
    assert 'role="status" data-when="open" hidden>' in html
    assert 'class="lead-bar' not in html
    assert "To the meeting" not in html
    assert 'data-mark="unheard">' not in html


def test_who_had_the_floor_is_no_longer_told_once_it_is_over(
    cast: Cast, client_of: ClientOf
) -> None:
    session = plan(cast)
    enter_all(session)
    act(session, Act.START)
    client_of(cast.awa).post(f"/sessions/{session.pk}/floor/", {"person": cast.chloe.pk})
    running = page(client_of, cast.awa, session)
    act(session, Act.END)
    over = page(client_of, cast.awa, session)

    marks = ('data-mark="floor">', 'data-mark="spoke">', 'data-mark="unheard">')
    assert [mark in running for mark in marks] == [True] * 3
    assert [mark in over for mark in marks] == [False] * 3


def test_what_was_said_is_not_offered_once_it_is_forgotten(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, kept=Keeping.NOTHING)
    enter_all(session)
    act(session, Act.START)
    act(session, Act.END)
    client, offer = client_of(cast.chloe), "Read what was said"

    before = client.get(session.get_absolute_url()).content.decode()
    forget_session(session=session)
    after = client.get(session.get_absolute_url()).content.decode()

    assert (offer in before, offer in after) == (True, False)
