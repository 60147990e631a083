"""The form with which people without an account register for an open session."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.people.forms import zone_choices


class GuestForm(forms.Form):
    """Name, address, and by which clock to tell the hour."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [("", "—"), *zone_choices()], required=False
    )

    def clean_name(self) -> str:
        """Keep a name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())


class ShortGuestForm(GuestForm):
    """The same beside a session, where a list of all zones would weigh too much."""

    time_zone = None  # type: ignore[assignment]  # Django's way to leave a field out


def guest_facts(form: GuestForm, fallback: str) -> dict[str, Any]:
    """Return what to keep of a registration; the session's zone unless another was chosen."""
    facts = form.cleaned_data
    zone = facts.get("time_zone") or fallback
    return {"name": facts["name"], "email": facts["email"], "time_zone": zone}
