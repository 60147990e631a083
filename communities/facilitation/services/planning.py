"""Planning a session: what it is, who is in it, and when it is called off."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communities.circles.models import Community, InvitedList, InvitedListEntry
from communities.circles.readers import recount_readers
from communities.circles.services.care import community_changed
from communities.facilitation.choices import Answer, Attribution, Keeping, Mode, Role
from communities.facilitation.formats import read_format
from communities.facilitation.models import Cycle, FormatVersion, Participant, Session
from communities.facilitation.moments import (
    participant_left,
    seat_given_up,
    session_cancelled,
    session_changed,
    session_planned,
)
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Act, Pace, Plan, Stage, after
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.selectors.places import places_left
from communities.facilitation.services.news import tell_state
from communities.people.models import User
from communities.policy import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFacts:
    """What is said of a session when it is planned; fields are those of the model."""

    title: str
    question: str = ""
    expected: str = ""
    preparation: str = ""
    material: str = ""
    mode: str = Mode.ONLINE
    place: str = ""
    meeting_url: str = ""
    capacity: int = 0
    starts_at: datetime | None = None
    time_zone: str
    pace: str = Pace.LIVE
    lengths: Mapping[str, int] = field(default_factory=dict)
    confidentiality: str
    kept: str = Keeping.PARTICIPANTS
    attribution: str = Attribution.NAMED
    is_public: bool = False


@transaction.atomic
def plan_session(
    *,
    community: Community,
    by: User,
    facts: SessionFacts,
    content: Mapping[str, Any],
    people: Mapping[User, Role],
    version: FormatVersion | None = None,
    cycle: Cycle | None = None,
) -> Session:
    """Plan a session; who plans it facilitates, unless somebody else is named as facilitator.

    Raises ``FormatError`` for a content that leads no session, ``SessionRefused`` for people who
    cannot take part so.
    """
    read_format(content)
    _require_open(community)
    if Role.FACILITATOR not in people.values():
        people = {**people, by: Role.FACILITATOR}
    session = Session.objects.create(
        community=community,
        cycle=cycle,
        invited_list=InvitedList.objects.create(community=community, name=facts.title[:100]),
        read_audience=_nearest(community),
        content=content,
        format_version=version,
        planned_by=by,
        **asdict(facts),
    )
    _seat_first(session, people, by)
    session_planned.run(session)
    return session


@transaction.atomic
def change_session(*, session: Session, facts: SessionFacts) -> bool:
    """Keep new facts of a session that has not begun; calendars are told once more."""
    locked = lock_session(session)
    require_open(locked)
    if locked.stage != Stage.PLANNED:
        raise SessionRefused(_("The session has begun: what was planned stays as it was."))
    changed = [name for name, value in asdict(facts).items() if getattr(locked, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(locked, name, getattr(facts, name))
    locked.ics_sequence += 1
    locked.save(update_fields=[*changed, "ics_sequence", "changed_at"])
    session_changed.run(locked)
    tell_state(locked)
    return True


@transaction.atomic
def move_session(*, session: Session, place: str, meeting_url: str) -> bool:
    """Let a running session go on elsewhere; open pages and calendars are told."""
    locked = lock_session(session)
    require_open(locked)
    if locked.stage != Stage.RUNNING:
        raise SessionRefused(_("The session is not under way: nothing was changed."))
    if (locked.place, locked.meeting_url) == (place, meeting_url):
        return False
    locked.place, locked.meeting_url = place, meeting_url
    locked.ics_sequence += 1
    locked.save(update_fields=["place", "meeting_url", "ics_sequence", "changed_at"])
    session_changed.run(locked)
    tell_state(locked)
    return True


@transaction.atomic
def seat_participant(*, session: Session, person: User, role: Role, by: User) -> bool:
    """Let somebody take part, or in another role; ``by`` who comes by oneself has said yes.

    Raises ``SessionRefused`` when the format has no such role, the places are taken, or the only
    facilitator would lead no longer.
    """
    locked = lock_session(session)
    require_open(locked)
    _require_role(locked, role)
    seat = _seat_kept(locked, person)
    if seat is not None and seat.role == role:
        return False
    if seat is None:
        _require_place(locked, person)
    else:
        _release_floor(locked, seat)
        if seat.is_leading:
            _require_another_facilitator(locked, seat)
    if role == Role.CLIENT:
        _release_client(locked)
    answer = Answer.YES if person == by else Answer.WAITING
    Participant.objects.update_or_create(
        session=locked,
        person=person,
        defaults={"role": role, "hand_at": None, "is_seated": False},
        create_defaults={"role": role, "answer": answer},
    )
    InvitedListEntry.objects.get_or_create(invited_list_id=locked.invited_list_id, person=person)
    recount_readers(locked.scope)
    tell_state(locked)
    return True


@transaction.atomic
def unseat_participant(*, session: Session, person: User) -> bool:
    """Let somebody take part no longer; what they contributed stays."""
    locked = lock_session(session)
    seat = Participant.objects.filter(session=locked, person=person).first()
    if seat is None:
        return False
    if seat.is_leading:
        _require_another_facilitator(locked, seat)
    seat_given_up.run(locked, seat)
    seat.delete()
    InvitedListEntry.objects.filter(invited_list=locked.invited_list_id, person=person).delete()
    recount_readers(locked.scope)
    participant_left.run(locked, person)
    tell_state(locked)
    return True


@transaction.atomic
def cancel_session(*, session: Session) -> bool:
    """Call a session off that has not begun."""
    locked = lock_session(session)
    if locked.stage != Stage.PLANNED:
        return False
    course = after(locked.course, Act.CANCEL, Plan(locked.read(), locked.lengths), 0)
    locked.stage, locked.turn = course.stage, course.turn
    locked.ics_sequence += 1
    locked.save(update_fields=["stage", "turn", "ics_sequence", "changed_at"])
    tell_state(locked)
    session_cancelled.run(locked)
    return True


def lock_session(session: Session) -> Session:
    """Return the session as it is now, held until the transaction ends."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("community", "cycle")
    return rows.get(pk=session.pk)


def _nearest(community: Community) -> Audience:
    return max(Audience.SIGNED_IN, Audience(community.read_audience))


def _seat_first(session: Session, people: Mapping[User, Role], by: User) -> None:
    """Seat the people of a new session at once; nobody has its page open yet."""
    roles = list(people.values())
    for role in set(roles):
        _require_role(session, role)
    if roles.count(Role.CLIENT) > 1:
        raise SessionRefused(_("A session has one client: choose one person."))
    if session.capacity and len(people) > session.capacity:
        raise SessionRefused(_no_place(list(people)[session.capacity]))
    Participant.objects.bulk_create(
        Participant(
            session=session,
            person=person,
            role=role,
            answer=Answer.YES if person == by else Answer.WAITING,
        )
        for person, role in people.items()
    )
    InvitedListEntry.objects.bulk_create(
        InvitedListEntry(invited_list_id=session.invited_list_id, person=person)
        for person in people
    )


def _require_open(community: Community) -> None:
    if not community.is_open:
        raise SessionRefused(_("This community is closed: no session can be planned any more."))


def require_open(planned: Session | Cycle) -> None:
    """Raise ``SessionRefused`` when the community of a session or a cycle is closed."""
    if not planned.community.is_open:
        raise SessionRefused(_("This community is closed: its sessions can only be read."))


def _seat_kept(session: Session, person: User) -> Participant | None:
    """Return somebody's seat; that of who left and comes again is given up for a new one."""
    seat = Participant.objects.filter(session=session, person=person).first()
    if seat is None or session.invited_list.entries.filter(person=person).exists():
        return seat
    seat.delete()
    participant_left.run(session, person)
    return None


def _release_floor(session: Session, seat: Participant) -> None:
    """Who has another role from now on asks for the floor anew."""
    if session.floor_id == seat.pk:
        session.floor = None
        session.save(update_fields=["floor"])


def _require_role(session: Session, role: Role) -> None:
    if role not in session.read().roles:
        raise SessionRefused(
            _("This format knows no such role: %(role)s.") % {"role": Role(role).label}
        )


def _require_place(session: Session, person: User) -> None:
    if places_left(session) == 0:
        raise SessionRefused(_no_place(person))


def _no_place(person: User) -> str:
    return _("All places are taken; %(name)s was not added.") % {"name": person}


def _require_another_facilitator(session: Session, seat: Participant) -> None:
    others = seats_still_there(session).filter(role=Role.FACILITATOR)
    if not others.exclude(pk=seat.pk).exists():
        raise SessionRefused(_("Somebody must lead: name another facilitator first."))


def usual_role(roles: Collection[Role]) -> Role:
    """Return the role that most people have in a method of these roles."""
    usual = (Role.CONSULTANT, Role.PARTICIPANT, Role.HOST, Role.NOTE_TAKER)
    return next((role for role in usual if role in roles), Role.OBSERVER)


def _release_client(session: Session) -> None:
    """Who was client until now consults like the others."""
    other = usual_role(session.read().roles)
    Participant.objects.filter(session=session, role=Role.CLIENT).update(role=other)


@community_changed.register
def narrow_with_community(community: Community) -> None:
    """Sessions and cycles are for nobody who may no longer know of their community."""
    nearest = _nearest(community)
    for model in (Session, Cycle):
        model.objects.filter(community=community).update(read_audience=nearest)
