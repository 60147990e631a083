"""Sessions that Awa leads, planned for the tests of calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any

from communities.facilitation.choices import Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Participant, Session
from communities.facilitation.services.planning import SessionFacts, change_session, plan_session
from communities.people.models import User
from tests.personas import Cast

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=9)
LINK = "https://meet.example/room-of-the-session"


def facts(**some: Any) -> SessionFacts:
    wanted = {
        "title": "How do we listen?",
        "question": "a secret question",
        "expected": "A plan",
        "preparation": "Think of a case",
        "place": "Room 1",
        "meeting_url": LINK,
        "starts_at": LATER,
        "time_zone": "Europe/Paris",
        "confidentiality": "Stays here.",
        **some,
    }
    return SessionFacts(**wanted)


def plan(cast: Cast, *people: User, slug: str = "co-development", **some: Any) -> Session:
    """Let Awa plan a session; the first of the others is its client, the rest consult."""
    content = shipped()[slug]
    others = Role.CONSULTANT if "consultant" in content["roles"] else Role.PARTICIPANT
    seats = {cast.awa: Role.FACILITATOR, **dict.fromkeys(people, others)}
    if people and "client" in content["roles"]:
        seats[people[0]] = Role.CLIENT
    return plan_session(
        community=cast.community, by=cast.awa, facts=facts(**some), content=content, people=seats
    )


def change(session: Session, **some: Any) -> bool:
    return change_session(session=session, facts=facts(**some))


def seat(session: Session, person: User) -> Participant:
    return Participant.objects.get(session=session, person=person)
