"""Who was client when: the role goes round in a group that stays together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from communities.facilitation.choices import Role
from communities.facilitation.models import Cycle, Participant, Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.people import people_of_cycle
from communities.facilitation.selectors.sessions import sessions_inside
from communities.people.models import User
from communities.policy import Standing

APART = (Role.FACILITATOR, Role.NOTE_TAKER, Role.OBSERVER)


@dataclass(frozen=True, slots=True)
class Turn:
    """When somebody was client in a cycle, and when they will be."""

    person: User
    was: list[Session] = field(default_factory=list)
    will_be: list[Session] = field(default_factory=list)
    has_turn: bool = True  # who leads, notes or observes has none

    @property
    def both(self) -> tuple[list[Session], list[Session]]:
        return self.was, self.will_be


def times_client(standing: Standing, session: Session, people: Iterable[int]) -> dict[int, int]:
    """Count how often each was client: in the session's cycle, else in the community.

    Only ended sessions count whose inside the reader may read.
    """
    seats = _client_seats(_around(standing, session).filter(stage=Stage.ENDED))
    return Counter(seats.filter(person__in=list(people)).values_list("person", flat=True))


def turns_of(standing: Standing, cycle: Cycle) -> list[Turn]:
    """Return the turn of each person of a cycle, who has had none first."""
    sessions = sessions_inside(standing).filter(cycle=cycle).exclude(stage=Stage.CANCELLED)
    seats = _client_seats(sessions).select_related("session").order_by("session__starts_at")
    had: dict[int, tuple[list[Session], list[Session]]] = defaultdict(lambda: ([], []))
    for seat in seats:
        had[seat.person_id][seat.session.stage != Stage.ENDED].append(seat.session)
    apart = _never_clients(sessions)
    turns = [
        Turn(one, *had[one.pk], has_turn=one.pk not in apart) for one in people_of_cycle(cycle)
    ]
    return sorted(turns, key=lambda turn: len(turn.was) + len(turn.will_be))


def _never_clients(sessions: QuerySet[Session]) -> set[int]:
    """Return who leads, notes or observes in all sessions they take part in."""
    seats = Participant.objects.filter(session__in=sessions)
    others = set(seats.filter(role__in=APART).values_list("person", flat=True))
    return others - set(seats.exclude(role__in=APART).values_list("person", flat=True))


def _around(standing: Standing, session: Session) -> QuerySet[Session]:
    rows = sessions_inside(standing).exclude(pk=session.pk)
    if session.cycle_id is not None:
        return rows.filter(cycle=session.cycle_id)
    return rows.filter(community=session.community_id)


def _client_seats(sessions: QuerySet[Session]) -> QuerySet[Participant]:
    return Participant.objects.filter(role=Role.CLIENT, session__in=sessions)


def seats_with_times(
    seats: Sequence[Participant], times: dict[int, int]
) -> list[tuple[Participant, int]]:
    """Pair each participant with how often they were client."""
    return [(seat, times.get(seat.person_id, 0)) for seat in seats]
