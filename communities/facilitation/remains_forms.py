"""What people write after a session: minutes, the client's choice, what came of commitments."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.circles.choices import AudienceChoice
from communities.facilitation.choices import Attribution, Keeping, Outcome, Worth
from communities.facilitation.due_forms import DueForm
from communities.facilitation.models import Cycle
from communities.facilitation.services.experiments import ExperimentFacts
from communities.people.fields import KnownChoiceField
from communities.policy import Audience


def _long(label: Any, most: int = 2000, **facts: Any) -> forms.CharField:  # noqa: ANN401 -- a lazy text
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 4}), **facts
    )


class MinutesForm(forms.Form):
    """The minutes in Markdown, and the version they were written from."""

    body = forms.CharField(
        label=pgettext_lazy("a record of a meeting", "Minutes"),
        help_text=_("Markdown works: ## headings, **bold**, - lists. The first line is the title."),
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n").strip() + "\n"
        if len(body) > self.longest:
            text = _("%(count)d characters at the most; there are %(length)d.")
            raise forms.ValidationError(text, params={"count": self.longest, "length": len(body)})
        return body


class KeepingForm(forms.Form):
    """What may be kept, by whom it may be read, and how people are named."""

    kept = forms.ChoiceField(label=_("What may be kept"), widget=forms.RadioSelect)
    attribution = forms.ChoiceField(
        label=_("Names in the minutes"),
        widget=forms.RadioSelect,
        help_text=_("Names that were left out cannot come back."),
    )
    sure = forms.BooleanField(
        label=_("If nothing is kept: I know that what was said is deleted for good."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        keepings: Iterable[Keeping],
        attributions: Iterable[Attribution],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = [(one.value, one.label) for one in keepings]  # type: ignore[attr-defined]  # a field of choices
        self.fields["attribution"].choices = [(one.value, one.label) for one in attributions]  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        if facts.get("kept") == Keeping.NOTHING and not facts.get("sure"):
            self.add_error("sure", _("Tick this box: it cannot be undone."))
        return facts


class CommitmentForm(DueForm):
    """What came of a commitment, or another date for it."""

    outcome = forms.ChoiceField(
        label=_("How it went"), choices=[("", _("not yet")), *Outcome.choices], required=False
    )
    what_happened = _long(_("What happened"), required=False)
    due_on = forms.DateField(
        label=_("By when"),
        required=False,
        help_text=_("On that day a letter asks you what happened."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ExperimentForm(forms.Form):
    """What somebody tries between sessions; the rest is told later."""

    attempt = _long(_("What I will try"))
    cycle = KnownChoiceField(
        Cycle.objects.none(),
        label=_("Who reads it"),
        required=False,
        empty_label=_("All members of the community"),
        help_text=_("A cycle: only the people of that cycle."),
    )
    happened = _long(_("What happened"), required=False)
    learned = _long(_("What I learned"), required=False)

    def __init__(self, *args: Any, cycles: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a queryset
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = cycles  # type: ignore[attr-defined]  # a model field

    def facts(self) -> ExperimentFacts:
        words = {name: self.cleaned_data[name] for name in ("attempt", "happened", "learned")}
        return ExperimentFacts(**words)


class ReportForm(forms.Form):
    """For whom a report is published; nothing chosen leaves it to the people of the cycle."""

    read = forms.ChoiceField(label=_("Who reads it"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, widest: Audience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.value), one.label) for one in AudienceChoice if one >= widest]
        own = [("", _("Only the people of the cycle"))]
        self.fields["read"].choices = [*own, *offered]  # type: ignore[attr-defined]  # a field of choices

    def audience(self) -> Audience | None:
        chosen = self.cleaned_data["read"]
        return Audience(int(chosen)) if chosen else None


class WorthForm(forms.Form):
    """What a cycle was worth: four short prompts, none of which must be answered."""

    person = _long(_("For you and your practice: what do you do otherwise?"), 1000, required=False)
    group = _long(_("For the group: what can it do now that it could not?"), 1000, required=False)
    organisation = _long(_("For your organisation: what has it gained?"), 1000, required=False)
    beyond = _long(_("Beyond: who else is better off?"), 1000, required=False)
    is_for_readers = forms.BooleanField(
        label=_("Whoever reads the report may read this"),
        required=False,
        help_text=_("Where it is published for others. Without this, only your cycle reads it."),
    )

    def texts(self) -> dict[str, str]:
        return {level.value: self.cleaned_data[level.value].strip() for level in Worth}
