"""Choosing light mode in one's account."""

from django.db import transaction

from communities.people.models import LightMode, User


@transaction.atomic
def choose_light_mode(*, person: User, choice: LightMode) -> bool:
    """Keep the choice for every device of the person."""
    rows = User.objects.filter(pk=person.pk).exclude(light_mode=choice)
    return bool(rows.update(light_mode=choice))
