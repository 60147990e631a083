"""Sessions for tests: planned through the service, entered, and led to a step."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from communities.circles.models import Membership
from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Participant, Session
from communities.facilitation.running import Act
from communities.facilitation.services.course import act_on_session, enter_session
from communities.facilitation.services.planning import SessionFacts, plan_session
from communities.people.models import User
from communities.policy import Circle
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]


def plan(
    cast: Cast,
    people: Mapping[User, Role] | None = None,
    method: str = "co-development",
    content: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Session:
    """Plan a session that Awa leads, for Boubacar as client and Chloe as consultant."""
    Membership.objects.get_or_create(
        community=cast.community, person=cast.awa, defaults={"circle": Circle.CORE}
    )
    given = {
        "title": "A meeting that is never held",
        "question": "How do we begin?",
        "starts_at": timezone.now() + timedelta(days=2),
        "time_zone": "Europe/Paris",
        "confidentiality": "What is said here stays here.",
    }
    seats = people or {
        cast.awa: Role.FACILITATOR,
        cast.boubacar: Role.CLIENT,
        cast.chloe: Role.CONSULTANT,
    }
    return plan_session(
        community=cast.community,
        by=cast.awa,
        facts=SessionFacts(**(given | facts)),
        content=content or shipped()[method],
        people=seats,
    )


def enter_all(session: Session) -> None:
    """Let everybody accept the words of confidentiality."""
    for seat in Participant.objects.filter(session=session).select_related("session"):
        enter_session(seat=seat)


def act(session: Session, what: Act, **facts: Any) -> bool:
    """Act as the facilitator who sees the newest state."""
    session.refresh_from_db()
    changed = act_on_session(session=session, act=what, turn=session.turn, **facts)
    session.refresh_from_db()
    return changed


def lead_to(session: Session, step: str) -> None:
    """Start the session, if need be, and go on until a step is open."""
    keys = [one.key for one in session.read().steps]
    session.refresh_from_db()
    if session.stage == "planned":
        act(session, Act.START)
    while keys[session.step] != step:
        act(session, Act.NEXT)


def say(
    client_of: ClientOf, person: User, session: Session, kind: Kind, body: str, **more: Any
) -> HttpResponse:
    """Contribute to the step that is open, through the page's form."""
    session.refresh_from_db()
    step = session.read().steps[session.step].key
    form = {"kind": kind.value, "body": body, "step": step} | more
    return client_of(person).post(f"/sessions/{session.pk}/say/", form)


def page(client_of: ClientOf, person: User, session: Session) -> str:
    """Return the page of the running session as somebody sees it."""
    return client_of(person).get(f"/sessions/{session.pk}/live/").content.decode()
