"""What the tests of planned sessions send and make."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from communities.circles.models import Membership
from communities.facilitation.choices import Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Session
from communities.facilitation.services.planning import SessionFacts, plan_session
from communities.people.models import User
from communities.policy import Circle
from tests.factories.communities import MembershipFactory
from tests.factories.people import PersonFactory
from tests.personas import Cast

PLAN = "/communities/water/sessions/new/?format=co-development"
CYCLE = "/communities/water/cycles/new/?format=co-development"


def written(people: Mapping[User, str] | None = None, **facts: object) -> dict[str, object]:
    """Return what the form of a session sends."""
    roles = {f"role_{person.pk}": role for person, role in (people or {}).items()}
    return {
        "title": "The queue at the counter",
        "date": "2030-06-03",
        "hour": "18:00",
        "time_zone": "Europe/Paris",
        "mode": "online",
        "capacity": "0",
        "pace": "live",
        "confidentiality": "It stays here.",
        "kept": "participants",
        "attribution": "named",
        **roles,
        **facts,
    }


def planned(cast: Cast, people: Mapping[User, Role] | None = None, **facts: Any) -> Session:
    """Plan a session that Awa facilitates, with Boubacar as consultant."""
    said = {
        "title": "A quiet matter",
        "starts_at": timezone.now() + timedelta(days=3),
        "time_zone": "Europe/Paris",
        "confidentiality": "It stays here.",
        **facts,
    }
    return plan_session(
        community=cast.community,
        by=cast.awa,
        facts=SessionFacts(**said),
        content=shipped()["co-development"],
        people=people or {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CONSULTANT},
    )


def ended(session: Session, at: datetime | None = None) -> Session:
    """Let a session have ended."""
    Session.objects.filter(pk=session.pk).update(stage="ended", ended_at=at or timezone.now())
    return session


def roles_of(session: Session) -> dict[str, str]:
    return {str(seat.person): seat.role for seat in session.participants.select_related("person")}


def second_core_member(cast: Cast) -> User:
    """Take Hawa into the core group; she stands on no list."""
    hawa: User = PersonFactory(display_name="Hawa")
    MembershipFactory(community=cast.community, person=hawa, circle=Circle.CORE)
    return hawa


def leave(cast: Cast, person: User) -> None:
    Membership.objects.filter(community=cast.community, person=person).delete()
