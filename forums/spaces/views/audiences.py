"""From the two drop-downs and the list of people to audiences, and back."""

from typing import Any

from communities.access import Scoped
from communities.circles.readers import readers_of
from communities.circles.services.audiences import Audiences, audiences_of
from communities.people.models import User
from communities.policy import Audience, Scope
from forums.spaces.forms import PlaceForm


def initial_of(place: Scoped) -> dict[str, Any]:
    """Fill the form with a place's audiences as they are."""
    now = audiences_of(place.scope)
    return {
        "read": now.read,
        "write": now.write,
        "invited": sorted(now.people or ()),
    }


def audiences_from(form: PlaceForm, by: User) -> Audiences:
    """Read the audiences a form asks for; who asks always stays on the list."""
    facts = form.cleaned_data
    people = frozenset(person.pk for person in facts["invited"])
    return Audiences(
        Audience(facts["read"]),
        Audience(facts["write"]),
        people | {by.pk} if people else None,
    )


def new_readers(place: Scoped, wanted: Audiences) -> int:
    """Count who will read a place that cannot read it now."""
    then = readers_of(Scope(place.scope.community_id, wanted.read))
    if wanted.people is not None:
        then = then.filter(pk__in=wanted.people)
    return then.exclude(pk__in=readers_of(place.scope).values("pk")).count()
