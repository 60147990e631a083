"""What happens around accounts: allauth's adapter, and who a verified address makes one."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from communities.people.models import User
from communities.people.services.arrival import welcome_verified_address


class AccountAdapter(DefaultAccountAdapter):
    """Stock allauth, and one effect: a verified address opens what it gives a right to."""

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            welcome_verified_address(person=email_address.user, email=email_address.email)
        return confirmed

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True


def has_verified_address(person: User, email: str | None = None) -> bool:
    """Tell whether the person proved an address to be theirs: this one, or any."""
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    if email is not None:
        addresses = addresses.filter(email__iexact=email)
    return bool(addresses.exists())
