"""The plain editor of formats: one form for the whole, one for each step."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.facilitation.choices import Kind, Role
from communities.facilitation.contents import language_of
from communities.facilitation.formats import EVERYONE, MOST_HOURS, MOST_MINUTES

WORDS = forms.Textarea(attrs={"rows": 2})
LEADING = (Role.FACILITATOR,)


class FormatForm(forms.Form):
    """What a format is as a whole."""

    name = forms.CharField(label=_("Name"), max_length=100)
    purpose = forms.CharField(label=_("What it is for"), max_length=1000, widget=WORDS)
    advice = forms.CharField(label=_("When it fits"), max_length=1000, widget=WORDS, required=False)
    least_people = forms.IntegerField(
        label=_("At least so many people"), min_value=1, max_value=500
    )
    most_people = forms.IntegerField(
        label=_("At most so many"), min_value=0, max_value=500, help_text=_("0 for any number.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Somebody always leads, so there is always a facilitator."),
    )

    def __init__(self, data: Any, *, content: Mapping[str, Any]) -> None:  # noqa: ANN401 -- what Django takes
        said = {key: next(iter(content[key].values()), "") for key in ("name", "purpose", "advice")}
        plain = {key: content[key] for key in ("least_people", "most_people", "roles")}
        super().__init__(data, initial=said | plain)
        self.content = content

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if 0 < facts.get("most_people", 0) < facts.get("least_people", 0):
            self.add_error("most_people", _("At most is less than at least."))
        return facts

    def facts(self) -> dict[str, Any]:
        """Return what changes of the content; the roles apart."""
        language = language_of(self.content)
        words = {key: {language: self.cleaned_data[key]} for key in ("name", "purpose", "advice")}
        return words | {key: self.cleaned_data[key] for key in ("least_people", "most_people")}

    def chosen_roles(self) -> list[str]:
        """Return the roles in their usual order, the facilitator always among them."""
        chosen = {*self.cleaned_data["roles"], *LEADING}
        return [role.value for role in Role if role in chosen]


class StepForm(forms.Form):
    """One step: what it is, how long it takes, and for each role what it hears and may write."""

    name = forms.CharField(label=_("Name of the step"), max_length=100)
    purpose = forms.CharField(label=_("What it is for"), max_length=500, widget=WORDS)
    minutes = forms.IntegerField(
        label=pgettext_lazy("length of a step", "Minutes"), min_value=1, max_value=MOST_MINUTES
    )
    hours = forms.IntegerField(
        label=_("Open hours, when the session runs over days"), min_value=1, max_value=MOST_HOURS
    )
    is_round = forms.BooleanField(
        label=_("One after the other: everybody has the floor once"), required=False
    )
    is_hidden = forms.BooleanField(
        label=_("What is written stays hidden until the facilitator shows it"), required=False
    )
    needs_contract = forms.BooleanField(
        label=_("Opens only with an accepted contract"), required=False
    )
    votes = forms.IntegerField(
        label=_("Dots each person may lay"), min_value=0, max_value=20, required=False
    )
    groups_of = forms.IntegerField(
        label=_("People who work together"),
        min_value=0,
        max_value=50,
        required=False,
        help_text=_("0 for everybody together, 1 for each alone."),
    )
    seats = forms.IntegerField(
        label=_("Seats for those who write"),
        min_value=0,
        max_value=50,
        required=False,
        help_text=_("0 when nobody needs a seat."),
    )

    def __init__(
        self,
        data: Any,  # noqa: ANN401 -- what Django takes
        *,
        roles: Sequence[str],
        step: Mapping[str, Any] | None,
    ) -> None:
        super().__init__(data, initial=_initial(step) if step else {"minutes": 10, "hours": 24})
        self.roles = [Role(role) for role in roles]
        self.fields[f"says_{EVERYONE}"] = _saying(str(_("What everybody does now")))
        for role in self.roles:
            label = _("What this role does now: %(role)s") % {"role": role.label}
            self.fields[f"says_{role}"] = _saying(label)
            self.fields[f"writes_{role}"] = forms.MultipleChoiceField(
                label=_("What this role may write: %(role)s") % {"role": role.label},
                choices=Kind.choices,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "side-by-side"}),
                required=False,
            )

    def step(self, language: str) -> dict[str, Any]:
        """Return the step as data, without its key."""
        facts = self.cleaned_data
        says = {one: facts[f"says_{one}"] for one in (EVERYONE, *self.roles)}
        writes = {role.value: facts[f"writes_{role}"] for role in self.roles}
        marks = ("is_round", "is_hidden", "needs_contract", "votes", "groups_of", "seats")
        return {
            "name": {language: facts["name"]},
            "purpose": {language: facts["purpose"]},
            "minutes": facts["minutes"],
            "hours": facts["hours"],
            "says": {str(one): {language: words} for one, words in says.items() if words},
            "writes": {role: kinds for role, kinds in writes.items() if kinds},
            **{mark: facts[mark] for mark in marks if facts[mark]},
        }


def _saying(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, widget=WORDS, required=False)


def _initial(step: Mapping[str, Any]) -> dict[str, Any]:
    says = {f"says_{role}": next(iter(words.values())) for role, words in step["says"].items()}
    writes = {f"writes_{role}": kinds for role, kinds in step.get("writes", {}).items()}
    words = {key: next(iter(step[key].values())) for key in ("name", "purpose")}
    return {**step, **words, **says, **writes}
