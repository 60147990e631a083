"""What is written while a session runs."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Kind, Nature
from communities.facilitation.due_forms import DueForm
from communities.facilitation.formats import Step
from communities.facilitation.services.contributing import Words

LONGEST = 4000


class ContributionForm(DueForm):
    """One contribution to a step, of the kinds that it takes from the writer's role."""

    kind = forms.ChoiceField(label=_("This is"))
    nature = forms.ChoiceField(label=_("It is"), choices=Nature.choices)
    body = forms.CharField(
        label=_("Your words"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label=_("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("For a commitment."),
    )
    help_wanted = forms.CharField(
        label=_("Help wanted"), max_length=300, required=False, help_text=_("For a commitment.")
    )
    step = forms.CharField(max_length=60, widget=forms.HiddenInput)
    client_key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 -- what Django takes
        *,
        step: Step,
        kinds: Collection[Kind],
        initial: dict[str, Any] | None = None,
    ) -> None:
        given = {"step": step.key} | (initial or {})
        super().__init__(data, auto_id=f"{step.key}-%s", initial=given)
        offered = [kind for kind in Kind if kind in kinds]
        self.fields["kind"] = forms.ChoiceField(
            label=_("This is"), choices=[(kind.value, kind.label) for kind in offered]
        )
        if len(offered) == 1:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial.setdefault("kind", offered[0].value)
            self.fields["body"].help_text = capfirst(offered[0].label)
        if Kind.SUBJECT not in offered:
            del self.fields["nature"]
        if Kind.COMMITMENT not in offered:
            del self.fields["due_on"], self.fields["help_wanted"]
        self.order_fields(["kind", "nature", "body", "due_on", "help_wanted"])

    def words(self) -> Words:
        """Return what was written."""
        facts = self.cleaned_data
        return Words(
            kind=Kind(facts["kind"]),
            step=facts["step"],
            body=facts["body"],
            nature=facts.get("nature", ""),
            due_on=facts.get("due_on"),
            help_wanted=facts.get("help_wanted", ""),
        )


class EnterForm(forms.Form):
    """The promise made before entering."""

    accepts = forms.BooleanField(label=_("I keep to these words"))
