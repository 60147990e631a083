"""What was said in a session, and its end, for tests of what remains."""

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.circles.models import InvitedList, InvitedListEntry
from communities.facilitation.choices import Attribution, Keeping, Kind, Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Contribution, Cycle, Participant, Session
from communities.facilitation.moments import session_ended
from communities.facilitation.running import Stage
from communities.facilitation.services.planning import SessionFacts, plan_session
from communities.people.models import User
from communities.policy import Audience
from tests.personas import Cast


def plan(
    cast: Cast, people: dict[User, Role] | None = None, cycle: Cycle | None = None, **facts: Any
) -> Session:
    """Let Awa facilitate a session with Boubacar as its client and Chloe as consultant."""
    people = people or {
        cast.awa: Role.FACILITATOR,
        cast.boubacar: Role.CLIENT,
        cast.chloe: Role.CONSULTANT,
    }
    told = {
        "title": "The silent committee",
        "question": "How do we hear the villages?",
        "starts_at": timezone.now(),
        "time_zone": "Europe/Paris",
        "confidentiality": "What is said here stays here.",
    }
    return plan_session(
        community=cast.community,
        by=cast.awa,
        facts=SessionFacts(**told | facts),
        content=deepcopy(shipped()["co-development"]),
        people=people,
        cycle=cycle,
    )


def say(session: Session, author: User, step: str, kind: Kind, body: str, **facts: Any) -> Any:
    """Contribute to a step."""
    position = session.contributions.count() + 1
    return Contribution.objects.create(
        session=session,
        step=step,
        kind=kind,
        author=author,
        body=body,
        position=position,
        changed=position,
        said_at=timezone.now(),
        **facts,
    )


def talk(session: Session, cast: Cast) -> None:
    """Let everybody say something in the usual order."""
    say(session, cast.awa, "integration", Kind.NEWS, "We arrived late.")
    say(session, cast.boubacar, "exposition", Kind.STORY, "The committee is silent.")
    say(session, cast.chloe, "clarification", Kind.QUESTION, "Who speaks first?")
    say(session, cast.boubacar, "clarification", Kind.ANSWER, "The chief does.")
    say(session, cast.boubacar, "contract", Kind.CONTRACT, "Tell me how to ask.")
    say(session, cast.chloe, "consultation", Kind.IDEA, "Ask the youngest first.")
    say(session, cast.chloe, "consultation", Kind.IDEA, "This went.", withdrawn_at=timezone.now())
    say(
        session,
        cast.boubacar,
        "synthesis",
        Kind.COMMITMENT,
        "Visit two villages.",
        due_on=timezone.localdate(),
        help_wanted="A car",
    )
    say(session, cast.chloe, "learning", Kind.LEARNING, "Silence is an answer.")


def end(session: Session) -> Session:
    """Let everybody have come in, and end the session."""
    now = timezone.now()
    Participant.objects.filter(session=session).update(accepted_at=now)
    session.stage, session.started_at, session.ended_at = Stage.ENDED, now, now
    session.save()
    with transaction.atomic():
        session_ended.run(session)
    return session


def held(cast: Cast, **facts: Any) -> Session:
    """Return a session in which everybody spoke and that has ended."""
    session = plan(cast, **facts)
    talk(session, cast)
    return end(session)


def chatham(cast: Cast, **facts: Any) -> Session:
    return held(cast, attribution=Attribution.CHATHAM, **facts)


def make_cycle(cast: Cast, *people: User) -> Cycle:
    """Let Awa lead a cycle of these people."""
    listed = InvitedList.objects.create(community=cast.community, name="Cycle")
    for person in people:
        InvitedListEntry.objects.create(invited_list=listed, person=person)
    today = timezone.localdate()
    return Cycle.objects.create(
        community=cast.community,
        invited_list=listed,
        read_audience=Audience.SIGNED_IN,
        name="Dry season",
        question="How do wells last?",
        facilitator=cast.awa,
        starts_on=today,
        ends_on=today,
    )


KEPT = {"kept": Keeping.PARTICIPANTS, "attribution": Attribution.NAMED}
