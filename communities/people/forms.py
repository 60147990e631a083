"""What people tell about themselves."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from communities.people.fields import AddressesField
from communities.people.models import Organisation, User


@cache
def zone_choices() -> list[tuple[str, str]]:
    """List the zones people live in, without the technical ones."""
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/")
    names = sorted(
        name for name in zoneinfo.available_timezones() if name.startswith((*areas, "Pacific/"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


class SignUpForm(forms.Form):
    """What allauth's sign-up form asks beside address and password."""

    display_name = forms.CharField(label=_("Name others see"), max_length=80)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name and the language in which the person signed up."""
        user.display_name = self.cleaned_data["display_name"]
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        user.save(update_fields=["display_name", "language"])


class ProfileForm(forms.ModelForm[User]):
    """What others see, and how the site speaks to the person."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = User
        fields = ["display_name", "about", "language", "time_zone", "light_mode"]
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True


class CloseAccountForm(forms.Form):
    """A deliberate yes to closing one's account."""

    understood = forms.BooleanField(
        label=_("I understand that I cannot undo this and that my posts stay, without my name.")
    )


class OrganisationForm(forms.ModelForm[Organisation]):
    """What an organisation's page says."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organisation
        fields = ["name", "description", "website"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}


class OrganisationInvitationForm(forms.Form):
    """Whom to invite into an organisation."""

    emails = AddressesField(
        most=10, label=_("E-mail addresses"), help_text=_("One on each line, ten at the most.")
    )
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
