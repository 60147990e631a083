"""Forms for what is prepared: a second session, a cycle, possible dates, the board, subjects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Availability, Nature
from communities.facilitation.hours import NoSuchHourError, moment_of
from communities.facilitation.models import Board, Contribution, Cycle, DateOption
from communities.facilitation.planning_forms import FactsForm, WhenForm, day_field, hour_field
from communities.facilitation.services.cycles import MOST_SESSIONS

ROWS = 5  # dates offered at once


class DuplicateForm(WhenForm):
    """What differs in a session that is planned like an earlier one."""

    title = forms.CharField(label=pgettext_lazy("of a session", "Title"), max_length=120)
    field_order = ["title", "date", "hour", "time_zone"]


class CycleForm(FactsForm):
    """A cycle and what is the same in all its sessions."""

    title = forms.CharField(label=_("Name of the cycle"), max_length=100)
    days = forms.IntegerField(
        label=_("Days from one session to the next"),
        min_value=1,
        max_value=365,
        initial=28,
        help_text=_("7 for every week, 28 for every fourth. The hour stays the same all year."),
    )
    number = forms.IntegerField(
        label=_("Number of sessions"),
        min_value=1,
        max_value=MOST_SESSIONS,
        required=False,
        help_text=_("Empty: as many as people who can be client, so that each is client once."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].label = _("Guiding question")
        for name in ("date", "hour"):
            self.fields[name].required = True
        self.fields["date"].label = _("Day of the first session")
        self.fields["date"].help_text = ""

    @property
    def when_and_where(self) -> list[forms.BoundField]:
        fields = super().when_and_where
        return [*fields[:3], *self._some("days", "number"), *fields[3:]]


class CycleWordsForm(forms.ModelForm[Cycle]):
    """What a cycle is called, and the question that guides it."""

    class Meta:
        model = Cycle
        fields = ["name", "question"]
        labels = {"name": _("Name of the cycle"), "question": _("Guiding question")}
        help_texts = {"name": _("Its sessions keep their titles; each can be changed on its page.")}
        widgets = {"question": forms.Textarea(attrs={"rows": 3})}

    def clean_question(self) -> str:
        return str(self.cleaned_data["question"]).replace("\r\n", "\n")


class DatesForm(forms.Form):
    """Some moments to offer, by the clock of the session's time zone."""

    def __init__(self, data: Any, *, zone: str) -> None:  # noqa: ANN401 -- what Django takes
        super().__init__(data)
        self.zone = zone
        for n in range(1, ROWS + 1):
            day, hour = day_field(required=n == 1), hour_field(required=n == 1)
            day.label = gettext("Day %(number)d") % {"number": n}
            hour.label = gettext("Hour %(number)d") % {"number": n}
            self.fields |= {f"day_{n}": day, f"hour_{n}": hour}

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields, a day and its hour together."""
        return [(self[f"day_{n}"], self[f"hour_{n}"]) for n in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        facts["moments"] = [one for n in range(1, ROWS + 1) if (one := self._moment(n, facts))]
        return facts

    def _moment(self, n: int, facts: Mapping[str, Any]) -> datetime | None:
        day, hour = facts.get(f"day_{n}"), facts.get(f"hour_{n}")
        if day is None and hour is None:
            return None
        if day is None or hour is None:
            missing = f"hour_{n}" if day else f"day_{n}"
            if missing not in self.errors:
                self.add_error(missing, _("Day and hour go together."))
            return None
        try:
            moment = moment_of(day, hour, self.zone)
        except NoSuchHourError:
            self.add_error(f"hour_{n}", _("On that day the clocks jump over this hour."))
            return None
        if moment < timezone.now():
            self.add_error(f"day_{n}", _("This moment is over: choose one that is to come."))
        return moment


class AnswersForm(forms.Form):
    """Whether each of the possible dates suits somebody."""

    def __init__(
        self,
        data: Any,  # noqa: ANN401 -- what Django takes
        *,
        options: Sequence[DateOption],
        given: Mapping[int, str],
    ) -> None:
        super().__init__(data)
        choices = [("", _("no answer")), *Availability.choices]
        for option in options:
            self.fields[f"option_{option.pk}"] = forms.ChoiceField(
                choices=choices, required=False, initial=given.get(option.pk, "")
            )

    def answers(self) -> dict[int, str]:
        """Return what was answered, by the option's key."""
        return {int(name.removeprefix("option_")): one for name, one in self.cleaned_data.items()}


class BoardForm(forms.ModelForm[Board]):
    """What the facilitators note for themselves."""

    class Meta:
        model = Board
        fields = ["aim", "sequence", "material", "fallback"]
        widgets = {
            "aim": forms.Textarea(attrs={"rows": 3}),
            "sequence": forms.Textarea(attrs={"rows": 10}),
            "material": forms.Textarea(attrs={"rows": 4}),
            "fallback": forms.Textarea(attrs={"rows": 4}),
        }


class SubjectForm(forms.ModelForm[Contribution]):
    """A subject for the session."""

    nature = forms.ChoiceField(
        label=_("What it is"), choices=Nature.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Contribution
        fields = ["body"]
        labels = {"body": _("The subject, in a few sentences")}
        widgets = {"body": forms.Textarea(attrs={"rows": 4})}

    field_order = ["nature", "body"]
