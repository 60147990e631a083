"""Closing an account: the person leaves and loses their name here; their posts stay."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from communities.people.models import OrganisationMember, User
from communities.steps import Steps

closing_steps: Steps[[User]] = Steps()  # a step may refuse by raising AccountNeeded


class AccountNeeded(Exception):  # noqa: N818 -- a refusal, worded for people
    """Something would be left without the person; the message says what to do."""


@transaction.atomic
def close_account(*, person: User) -> bool:
    """Anonymise an account; all its sessions end because its password changes.

    Raises ``AccountNeeded`` when a community would lose its last core member.
    """
    if person.closed_at is not None:
        return False
    closing_steps.run(person)
    EmailAddress.objects.filter(user=person).delete()
    OrganisationMember.objects.filter(person=person).delete()
    person.email = None
    person.claim_email = ""
    person.display_name = person.about = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.closed_at = timezone.now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    return True
