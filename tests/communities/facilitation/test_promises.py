"""What was said is for those who accepted the words of confidentiality, and stays where it was said."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.circles.models import Community
from communities.facilitation import step_letters
from communities.facilitation.choices import Keeping, Kind, Role
from communities.facilitation.models import Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Act
from communities.facilitation.services.contributing import Words, contribute
from communities.facilitation.services.course import enter_session
from communities.facilitation.services.facts import facts_of
from communities.facilitation.services.floor import raise_hand
from communities.facilitation.services.forgetting import forget_session
from communities.facilitation.services.planning import change_session, seat_participant
from communities.facilitation.step_letters import write_to_seats
from forums.chat.models import Message, Room
from forums.chat.services.sending import send_message
from tests.communities.facilitation.sessions import ClientOf, act, enter_all, lead_to, plan
from tests.personas import Cast

SECRET = "what was only said inside"


def forget_promise(session: Session, person: object) -> None:
    Participant.objects.filter(session=session, person=person).update(accepted_at=None)


def test_who_leads_enters_first(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "integration")
    words = Words(kind=Kind.NEWS, step="integration", body=SECRET)
    contribute(session=session, person=cast.chloe, words=words)
    forget_promise(session, cast.awa)

    for verb, form in (("act", {"act": "pause", "turn": "1"}), ("floor", {"person": "0"})):
        answer = client_of(cast.awa).post(
            f"/sessions/{session.pk}/{verb}/", form, headers={"accept": "application/json"}
        )
        assert (answer.status_code, SECRET in answer.content.decode()) == (403, False)


@pytest.mark.parametrize("stage", ["running", "ended"])
def test_subjects_and_minutes_wait_for_the_promise(
    cast: Cast, client_of: ClientOf, stage: str
) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "choice")
    words = Words(kind=Kind.SUBJECT, step="choice", body=SECRET, nature="problem")
    contribute(session=session, person=cast.boubacar, words=words)
    if stage == "ended":
        act(session, Act.END)
    forget_promise(session, cast.chloe)
    pages = ["", "subjects/", "minutes/", "live/", "changes/"]

    def heard() -> set[str]:
        client = client_of(cast.chloe)
        answers = {page: client.get(f"/sessions/{session.pk}/{page}") for page in pages}
        return {page for page, answer in answers.items() if SECRET in answer.content.decode()}

    before = heard()
    enter_session(seat=Participant.objects.get(session=session, person=cast.chloe))

    assert before == set()
    assert heard() == set(pages) - (set() if stage == "ended" else {"minutes/"})


def room_of(session: Session) -> Room:
    return Room.objects.get(session_link__session=session)


def test_the_core_group_takes_no_copies_of_the_room_beside(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    room, client = room_of(session), client_of(cast.awa)
    send_message(room=room, author=cast.chloe, body=SECRET)

    assert client.get(room.get_absolute_url()).status_code == 200
    assert "settings" not in client.get(room.get_absolute_url()).content.decode()
    for page in ("settings/", "keep/"):
        assert client.get(f"/rooms/{room.pk}/{page}").status_code == 403
    for page in ("close/", "export/html/", "export.html"):
        assert client.post(f"/rooms/{room.pk}/{page}").status_code in {403, 404}
    widened = {"name": "Open", "read": 3, "write": 3, "confirmed": "1"}
    assert client.post(f"/rooms/{room.pk}/settings/", widened).status_code == 403


def test_nothing_is_said_beside_once_all_is_forgotten(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast, kept=Keeping.NOTHING)
    enter_all(session)
    lead_to(session, "integration")
    act(session, Act.END)
    forget_session(session=session)

    client_of(cast.chloe).post(f"/rooms/{room_of(session).pk}/send/", {"body": SECRET})

    assert room_of(session).closed_at is not None
    assert not Message.objects.exists()


def test_a_closed_community_is_only_read(cast: Cast) -> None:
    session = plan(cast)
    enter_all(session)
    seat = Participant.objects.get(session=session, person=cast.chloe)
    facts = facts_of(session)
    lead_to(session, "integration")
    Community.objects.filter(pk=cast.community.pk).update(closed_at=timezone.now())

    with pytest.raises(SessionRefused):
        raise_hand(seat=seat, is_up=True)
    with pytest.raises(SessionRefused):
        seat_participant(session=session, person=cast.diego, role=Role.OBSERVER, by=cast.awa)
    with pytest.raises(SessionRefused):
        change_session(session=session, facts=facts)


def test_the_session_is_locked_before_what_belongs_to_it(cast: Cast) -> None:
    """Taken the other way round, two people at once wait for each other for ever."""
    session = plan(cast)
    seat = Participant.objects.get(session=session, person=cast.chloe)

    for verb in (lambda: enter_session(seat=seat), lambda: forget_session(session=session)):
        with CaptureQueriesContext(connection) as queries:
            verb()
        asked = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
        assert asked[0].startswith('SELECT "facilitation_session"')


def test_a_letter_that_cannot_be_sent_stops_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = plan(cast, pace="days", starts_at=timezone.now() + timedelta(days=1))
    enter_all(session)
    lead_to(session, "integration")
    mail.outbox.clear()
    send = step_letters.send_letter

    def fail_for_awa(name: str, email: str, *facts: object) -> None:
        if email == cast.awa.email:
            raise OSError
        send(name, email, *facts)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(step_letters, "send_letter", fail_for_awa)
    write_to_seats(session, "step_open", ())

    assert {one.to[0] for one in mail.outbox} == {cast.boubacar.email, cast.chloe.email}
