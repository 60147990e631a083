"""A person's secret calendar address: made, renewed, withdrawn."""

from communities.facilitation.models import CalendarKey
from communities.people.models import User
from communities.people.services.closing import closing_steps
from communities.people.tokens import new_secret_link


def make_calendar_key(*, person: User) -> str:
    """Make a secret address, or a new one in place of the old; return its token, this once."""
    link = new_secret_link()
    CalendarKey.objects.update_or_create(person=person, defaults={"token_hash": link.token_hash})
    return link.token


def withdraw_calendar_key(*, person: User) -> bool:
    """Let a secret address lead nowhere."""
    return CalendarKey.objects.filter(person=person).delete()[0] > 0


@closing_steps.register
def forget_calendar_key(person: User) -> None:
    """Who closes the account leaves no address behind."""
    withdraw_calendar_key(person=person)
