"""The day by which somebody does what they said, wherever it is written down."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _


class DueForm(forms.Form):
    """A form whose ``due_on`` is today or later, or what it was before."""

    def clean_due_on(self) -> date | None:
        due: date | None = self.cleaned_data["due_on"]
        if due is not None and due < timezone.localdate() and due != self.initial.get("due_on"):
            raise forms.ValidationError(_("This day is over: choose today or a later day."))
        return due
