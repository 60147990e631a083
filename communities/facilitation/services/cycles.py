"""Planning a whole cycle, sessions in a rhythm for a group that stays the same, and changing it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from communities.circles.models import Community
from communities.circles.services.audiences import Audiences, make_invited_list
from communities.facilitation.choices import Role
from communities.facilitation.hours import rhythm_of
from communities.facilitation.models import Cycle, FormatVersion
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.sessions import coming_of_cycle
from communities.facilitation.services.planning import (
    SessionFacts,
    cancel_session,
    plan_session,
    require_open,
)
from communities.people.models import User
from communities.policy import Audience

MOST_SESSIONS, MOST_PEOPLE = 30, 40
CLIENTS = frozenset({Role.CLIENT, Role.CONSULTANT, Role.PARTICIPANT, Role.HOST})


def usual_number(people: Mapping[User, Role]) -> int:
    """Return as many sessions as there are people who may be client once each."""
    return min(MOST_SESSIONS, max(1, sum(role in CLIENTS for role in people.values())))


@transaction.atomic
def plan_cycle(
    *,
    community: Community,
    by: User,
    facts: SessionFacts,
    days: int,
    number: int,
    content: Mapping[str, Any],
    people: Mapping[User, Role],
    version: FormatVersion | None = None,
) -> Cycle:
    """Plan sessions every so many days, at the same hour of their zone.

    The facts are those of each session; their title and question name the cycle. Raises
    ``SessionRefused`` or ``FormatError``.
    """
    if facts.starts_at is None:
        raise SessionRefused(_("A cycle begins on a day: choose the first one."))
    if len(people) > MOST_PEOPLE:
        raise SessionRefused(
            _("A cycle is for a small group: %(most)d people at the most.") % {"most": MOST_PEOPLE}
        )
    if Role.FACILITATOR not in people.values():
        people = {**people, by: Role.FACILITATOR}
    moments = rhythm_of(facts.starts_at, facts.time_zone, days=days, number=number)
    zone = ZoneInfo(facts.time_zone)
    cycle = _make_cycle(community, facts, people)
    cycle.starts_on, cycle.ends_on = (
        one.astimezone(zone).date() for one in (moments[0], moments[-1])
    )
    cycle.save()
    for n, moment in enumerate(moments, 1):
        one = replace(facts, title=_title(community, facts.title, n), question="", starts_at=moment)
        plan_session(
            community=community,
            by=by,
            facts=one,
            content=content,
            people=people,
            version=version,
            cycle=cycle,
        )
    return cycle


@transaction.atomic
def change_cycle(*, cycle: Cycle, name: str, question: str) -> bool:
    """Name a cycle and its question anew; its sessions keep their titles."""
    locked = lock_cycle(cycle)
    require_open(locked)
    if (locked.name, locked.question) == (name, question):
        return False
    locked.name, locked.question = name, question
    locked.save(update_fields=["name", "question"])
    return True


@transaction.atomic
def cancel_cycle(*, cycle: Cycle) -> int:
    """Call off all sessions of a cycle that have not begun; return how many there were."""
    sessions = coming_of_cycle(lock_cycle(cycle)).order_by("pk")
    return sum(cancel_session(session=one) for one in sessions)


def lock_cycle(cycle: Cycle) -> Cycle:
    """Return a cycle as it is now, held until the transaction ends."""
    rows = Cycle.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=cycle.pk)


def _make_cycle(community: Community, facts: SessionFacts, people: Mapping[User, Role]) -> Cycle:
    read = max(Audience.SIGNED_IN, Audience(community.read_audience))
    keys = frozenset(person.pk for person in people)
    named = make_invited_list(
        community=community,
        name=facts.title[:100],
        audiences=Audiences(read, Audience.CORE, keys),
    )
    facilitator = next(one for one, role in people.items() if role == Role.FACILITATOR)
    return Cycle(
        community=community,
        invited_list=named,
        read_audience=read,
        name=facts.title,
        question=facts.question,
        facilitator=facilitator,
    )


def _title(community: Community, name: str, number: int) -> str:
    """Name a session in the language of the community, which all its people read."""
    with translation.override(community.language):
        return _("%(name)s, session %(number)d") % {"name": name, "number": number}
