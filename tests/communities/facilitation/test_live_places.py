"""Who may hear a running session over a socket, and what stands beside it in a room."""

import pytest

from communities.access import access_for
from communities.circles.services.membership import remove_member
from communities.facilitation.models import Participant, Session
from communities.facilitation.moments import session_forgotten
from communities.facilitation.selectors.live import (
    entered_session,
    news_of_sessions,
    readable_sessions,
)
from communities.facilitation.services.course import enter_session
from communities.facilitation.services.planning import cancel_session, unseat_participant
from communities.live.models import AccessChange
from communities.people.models import User
from forums.chat.models import Message, Room
from forums.chat.services.sending import send_message
from tests.communities.facilitation.sessions import ClientOf, enter_all, plan
from tests.personas import Cast


def hears(session: Session, person: User) -> bool:
    return entered_session(access_for(person), person, session.pk) is not None


def test_a_session_is_heard_by_who_accepted_its_words(cast: Cast) -> None:
    session = plan(cast)
    before = hears(session, cast.chloe)

    enter_session(seat=Participant.objects.get(session=session, person=cast.chloe))

    people = (cast.chloe, cast.boubacar, cast.diego, cast.esther, cast.gustave)
    assert before is False
    assert [hears(session, one) for one in people] == [True, False, False, False, False]


@pytest.mark.parametrize("how", ["removed", "unseated"])
def test_who_goes_hears_no_more(cast: Cast, how: str) -> None:
    session = plan(cast)
    enter_all(session)
    AccessChange.objects.all().delete()

    if how == "removed":
        remove_member(community=cast.community, person=cast.chloe, by=cast.awa, reason="A test")
    else:
        unseat_participant(session=session, person=cast.chloe)

    standing = access_for(cast.chloe)
    assert readable_sessions(standing, [session.pk]) == set()
    assert not hears(session, cast.chloe)
    assert AccessChange.objects.filter(person=cast.chloe).exists()  # open sockets look again


def test_places_are_told_how_far_they_are_in_one_query(
    cast: Cast, django_assert_num_queries: object
) -> None:
    sessions = [plan(cast) for _number in range(3)]

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        news = news_of_sessions([session.pk for session in sessions])

    assert set(news) == {session.pk for session in sessions}


def room_of(session: Session) -> Room:
    return Room.objects.get(session_link__session=session)


def test_the_room_beside_is_for_those_who_entered(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    address = room_of(session).get_absolute_url()
    before = client_of(cast.chloe).get(address).status_code
    enter_session(seat=Participant.objects.get(session=session, person=cast.chloe))

    after = {
        name: client_of(getattr(cast, name)).get(address).status_code
        for name in ("awa", "chloe", "diego", "esther")
    }
    rooms = client_of(cast.chloe).get("/communities/water/chat/").content.decode()

    assert before == 404
    assert after == {"awa": 404, "chloe": 200, "diego": 404, "esther": 404}
    assert session.title not in rooms  # it stands beside the session, not among the rooms


def test_the_room_stands_in_a_frame_of_this_site_alone(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    client, address = client_of(cast.chloe), room_of(session).get_absolute_url()

    alone, beside = client.get(address), client.get(f"{address}?beside")
    page = client.get(f"/sessions/{session.pk}/live/")

    def policy(response: object) -> str:
        return str(response["Content-Security-Policy"])  # type: ignore[index]  # a response

    assert "frame-ancestors 'none'" in policy(alone)
    assert (alone["X-Frame-Options"], beside["X-Frame-Options"]) == ("DENY", "SAMEORIGIN")
    assert "frame-ancestors 'self'" in policy(beside)
    assert "frame-src 'self'" in policy(page)
    assert "frame-src" not in policy(alone)


def test_what_was_said_beside_goes_when_nothing_may_be_kept(cast: Cast) -> None:
    session = plan(cast)
    enter_all(session)
    send_message(room=room_of(session), author=cast.chloe, body="Between us")

    session_forgotten.run(session)

    assert not Message.objects.exists()


def test_a_cancelled_session_closes_its_room(cast: Cast) -> None:
    session = plan(cast)

    cancel_session(session=session)

    assert room_of(session).closed_at is not None
