"""Who takes part in a session, and who could."""

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from communities.circles.models import Community, InvitedListEntry, Membership
from communities.circles.readers import readers_of
from communities.facilitation.models import Cycle, Participant, Session
from communities.people.models import User

MOST_SHOWN = 200


def seats_of(session: Session) -> QuerySet[Participant]:
    """Return the participants of a session with their names, in the order they came."""
    return Participant.objects.filter(session=session).select_related("person")


def seats_still_there(session: Session) -> QuerySet[Participant]:
    """Return the participants who may still read the session and have an account."""
    return seats_of(session).filter(person__in=readers_of(session.scope))


def access_seat_of(session: Session, person: int) -> Participant:
    """Fetch a participant of this session by the person's key, or raise 404."""
    # Through the person's own key, which knows that no key has thirty digits.
    found = seats_of(session).filter(person__in=User.objects.filter(pk=person)).first()
    if found is None:
        raise Http404
    return found


def members_to_seat(community: Community) -> QuerySet[User]:
    """Return the members of a community who can sign in, by name."""
    members = Membership.objects.filter(community=community).values("person")
    return User.objects.filter(pk__in=members, is_active=True).order_by("display_name", "pk")


def people_to_seat(session: Session) -> QuerySet[User]:
    """Return the members of the session's community, and who takes part already."""
    rows = members_to_seat(session.community)
    seated = User.objects.filter(pk__in=seats_of(session).values("person"))
    return (rows | seated).order_by("display_name", "pk")


def some_of(people: QuerySet[User], name: str, chosen: Collection[int] = ()) -> Sequence[User]:
    """Return those of a name, as many as a page can bear, and always those who were chosen."""
    if name:
        people = people.filter(Q(display_name__icontains=name) | Q(pk__in=chosen))
    shown = list(people[:MOST_SHOWN])
    missing = set(chosen) - {person.pk for person in shown}
    return [*people.filter(pk__in=missing), *shown] if missing else shown


def are_many(people: QuerySet[User]) -> bool:
    """Tell whether there are more people than a page can bear."""
    return people.count() > MOST_SHOWN


def people_of_cycle(cycle: Cycle) -> QuerySet[User]:
    """Return the people of a cycle, by name."""
    listed = InvitedListEntry.objects.filter(invited_list=cycle.invited_list_id).values("person")
    return User.objects.filter(pk__in=listed).order_by("display_name", "pk")
