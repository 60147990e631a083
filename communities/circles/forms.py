"""Founding a community, asking to join, inviting."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice, CircleChoice
from communities.circles.models import Community
from communities.circles.services.founding import GoalWords
from communities.people.fields import AddressesField, KnownChoicesField
from communities.people.models import Organisation, User

GOAL_ROWS = 3
GOAL_KINDS = [
    ("exchange", _("exchange information")),
    ("solutions", _("develop possible solutions")),
    ("testing", _("test solutions in practice")),
    ("change", _("introduce a change")),
]
COMMUNITY_AUDIENCES = [
    choice for choice in AudienceChoice.choices if choice[0] <= AudienceChoice.OUTER
]


def organisations_for(person: User) -> QuerySet[Organisation]:
    """Return the organisations somebody may name as hosts: their own, or all for staff."""
    if person.is_staff:
        return Organisation.objects.all()
    return Organisation.objects.filter(members__person=person)


class FoundingForm(forms.ModelForm[Community]):
    """Everything a new community needs, in one form."""

    hosts = KnownChoicesField(
        Organisation.objects.none(),
        label=_("Host organisations"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their people may read what organisations may read; they are not members."),
    )

    class Meta:
        model = Community
        fields = ["name", "purpose", "form", "language", "is_library"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4}), "form": forms.RadioSelect}
        help_texts = {
            "form": _("A learning and practice group works best with eight to twelve people.")
        }

    def __init__(self, *args: Any, founder: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hosts"].queryset = organisations_for(founder)  # type: ignore[attr-defined]  # a model field
        if not organisations_for(founder).exists():
            del self.fields["hosts"]
        if not founder.is_superuser or Community.objects.filter(is_library=True).exists():
            del self.fields["is_library"]
        for number in range(1, GOAL_ROWS + 1):
            self._add_goal(number)

    def _add_goal(self, number: int) -> None:
        wording = forms.CharField(max_length=255, required=number == 1)
        wording.label = _("Goal %(number)d") % {"number": number}
        kind = forms.ChoiceField(choices=GOAL_KINDS)
        kind.label = _("Goal %(number)d is to") % {"number": number}
        self.fields[f"goal_{number}"] = wording
        self.fields[f"kind_{number}"] = kind

    def goals(self) -> list[GoalWords]:
        """Return the goals that were worded."""
        facts = self.cleaned_data
        rows = ((facts[f"goal_{n}"], facts[f"kind_{n}"]) for n in range(1, GOAL_ROWS + 1))
        return [GoalWords(wording, kind) for wording, kind in rows if wording]


class SettingsForm(forms.ModelForm[Community]):
    """What the core group may change later."""

    class Meta:
        model = Community
        fields = ["name", "purpose", "read_audience", "accepts_requests", "hosts"]
        field_classes = {"hosts": KnownChoicesField}
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 4}),
            "hosts": forms.CheckboxSelectMultiple,
            "read_audience": forms.Select(choices=COMMUNITY_AUDIENCES),
        }

    def __init__(self, *args: Any, editor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = organisations_for(editor) | Organisation.objects.filter(
            hosted_communities=self.instance
        )
        self.fields["hosts"].queryset = offered.distinct()  # type: ignore[attr-defined]  # a model field
        self.fields["hosts"].required = False


class JoinForm(forms.Form):
    """A word to the core group."""

    message = forms.CharField(
        label=_("A word about you and your practice"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class InvitationForm(forms.Form):
    """Whom to invite, into which circle, in which language."""

    emails = AddressesField(
        most=20,
        required=False,
        label=_("E-mail addresses"),
        help_text=_("One on each line. Leave empty to make a link that ten people may use."),
    )
    circle = forms.TypedChoiceField(label=_("Circle"), choices=CircleChoice.choices, coerce=int)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)


class ReasonForm(forms.Form):
    """Why something is done that others will see."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
