"""The form of a session: what it is, when and where, how long its steps take, what is kept."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from communities.circles.models import Community
from communities.facilitation.choices import Attribution, Keeping, Mode, PaceChoice
from communities.facilitation.formats import MOST_HOURS, MOST_MINUTES, Format, said
from communities.facilitation.hours import EARLIEST, LATEST, NoSuchHourError, moment_of
from communities.facilitation.meetings import meeting_address, offered_meetings
from communities.facilitation.models import Session
from communities.facilitation.running import Pace
from communities.facilitation.services.planning import SessionFacts
from communities.people.forms import zone_choices

KEPT_BY_DEFAULT = (Keeping.PARTICIPANTS, Keeping.NOTHING)
LATE = timedelta(minutes=5)  # a session may be planned while its people sit down


def day_field(**facts: Any) -> forms.DateField:
    """Ask for a day that calendars know."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    within = [MinValueValidator(EARLIEST), MaxValueValidator(LATEST)]
    return forms.DateField(widget=widget, validators=within, **facts)


def hour_field(**facts: Any) -> forms.TimeField:
    """Ask for an hour of a day."""
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **facts)


def link_field() -> forms.URLField:
    """Ask for the address of a meeting."""
    return forms.URLField(
        label=_("Link to the meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(["https"])],
        error_messages={"invalid": _("A link begins with https:// and has no blanks.")},
        help_text=_("Only those who take part see it."),
    )


class WhenForm(forms.Form):
    """When a session begins: a day and an hour in a time zone, or not known yet."""

    date = day_field(
        label=_("Day"),
        required=False,
        help_text=_("Leave day and hour empty to ask the participants which dates suit them."),
    )
    hour = hour_field(label=_("Hour"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    begins: datetime | None = None  # as planned until now

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        facts["starts_at"] = self._moment(facts)
        return facts

    def _moment(self, facts: Mapping[str, Any]) -> datetime | None:
        if {"date", "hour", "time_zone"} & set(self.errors):
            return None
        day, hour = facts.get("date"), facts.get("hour")
        if day is None and hour is None:
            return None
        if day is None or hour is None:
            self.add_error("hour" if day else "date", _("Day and hour go together."))
            return None
        try:
            return self._still_to_come(moment_of(day, hour, facts["time_zone"]))
        except NoSuchHourError:
            self.add_error("hour", _("On that day the clocks jump over this hour."))
            return None

    def _still_to_come(self, moment: datetime) -> datetime:
        if self.begins and moment == self.begins.replace(second=0, microsecond=0):
            return self.begins
        if moment < timezone.now() - LATE:
            self.add_error("date", _("This moment is over: choose one that is to come."))
        return moment


class FactsForm(WhenForm, forms.ModelForm[Session]):
    """What is said of a session, or of every session of a cycle."""

    mode = forms.ChoiceField(
        label=_("How you meet"), choices=Mode.choices, initial=Mode.ONLINE, widget=forms.RadioSelect
    )
    meeting_url = link_field()
    meeting = forms.ChoiceField(
        label=_("Or a new room at"),
        required=False,
        help_text=_("Its name is made up so that nobody guesses it."),
    )
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=0,
        max_value=500,
        initial=0,
        help_text=_("0 for any number."),
    )
    pace = forms.ChoiceField(
        label=_("Pace"), choices=PaceChoice.choices, initial=Pace.LIVE, widget=forms.RadioSelect
    )
    kept = forms.ChoiceField(
        label=_("What may be kept"),
        choices=[(one.value, one.label) for one in KEPT_BY_DEFAULT],
        initial=Keeping.PARTICIPANTS,
        widget=forms.RadioSelect,
        help_text=_("After the session its client decides; nothing wider is possible before."),
    )
    attribution = forms.ChoiceField(
        label=_("Names in the minutes"),
        choices=Attribution.choices,
        initial=Attribution.NAMED,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Session
        fields = [
            "title", "question", "expected", "place", "preparation", "material",
            "confidentiality", "is_public",
        ]  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (
                ("question", 2), ("expected", 3), ("preparation", 3), ("material", 3),
                ("confidentiality", 3),
            )
        }  # fmt: skip

    def __init__(
        self,
        data: Any,  # noqa: ANN401 -- what Django takes
        *,
        made: Format,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.made = made
        offered = offered_meetings()
        self.fields["meeting"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]  # a field of choices
        if not offered:
            del self.fields["meeting"]
        for step in made.steps:
            words = {"step": said(step.name)}
            minutes, hours = _length(step.minutes, MOST_MINUTES), _length(step.hours, MOST_HOURS)
            minutes.label = gettext("Minutes of “%(step)s”") % words
            hours.label = gettext("Open hours of “%(step)s”") % words
            self.fields |= {f"minutes_{step.key}": minutes, f"hours_{step.key}": hours}

    @property
    def about(self) -> list[forms.BoundField]:
        """What the session is."""
        return self._some("title", "question", "expected")

    @property
    def when_and_where(self) -> list[forms.BoundField]:
        """When and where people meet, and how many."""
        asked = ("date", "hour", "time_zone", "mode", "place", "meeting_url", "meeting")
        return self._some(*asked, "capacity")

    @property
    def prepared(self) -> list[forms.BoundField]:
        """What people prepare and what is needed."""
        return self._some("preparation", "material")

    @property
    def safe(self) -> list[forms.BoundField]:
        """What is promised to the participants."""
        return self._some("confidentiality", "kept", "attribution", "is_public")

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps with the fields of their two lengths."""
        return [
            {
                "name": said(step.name),
                "fields": [self[f"minutes_{step.key}"], self[f"hours_{step.key}"]],
            }
            for step in self.made.steps
        ]

    def facts(self) -> SessionFacts:
        """Return what was written, in the words of the service."""
        written = {name: _as_kept(value) for name, value in self.cleaned_data.items()}
        if not written["meeting_url"] and written.get("meeting"):
            written["meeting_url"] = meeting_address(written["meeting"])
        known = {one.name for one in fields(SessionFacts)} - {"lengths"}
        facts = {name: value for name, value in written.items() if name in known}
        return SessionFacts(**facts, lengths=self._lengths())

    def _lengths(self) -> dict[str, int]:
        """Return the lengths that differ from the format's own."""
        is_live = self.cleaned_data["pace"] == Pace.LIVE
        unit = "minutes" if is_live else "hours"
        chosen = ((step, self.cleaned_data[f"{unit}_{step.key}"]) for step in self.made.steps)
        return {
            step.key: length for step, length in chosen if length not in {None, getattr(step, unit)}
        }

    def _some(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]


class MoveForm(forms.ModelForm[Session]):
    """Where a session goes on that is under way."""

    meeting_url = link_field()

    class Meta:
        model = Session
        fields = ["place"]


def facts_written(session: Session) -> dict[str, Any]:
    """Return what the form shows of a session that is planned already."""
    shown: dict[str, Any] = {one.name: getattr(session, one.name) for one in fields(SessionFacts)}
    unit = "minutes" if session.pace == Pace.LIVE else "hours"
    shown |= {f"{unit}_{key}": length for key, length in session.lengths.items()}
    return shown | moment_written(session.starts_at, session.time_zone)


def moment_written(moment: datetime | None, zone: str) -> dict[str, Any]:
    """Return the day and the hour a moment has in a zone, as fields show them."""
    local = moment.astimezone(ZoneInfo(zone)) if moment is not None else None
    return {
        "date": local.date() if local else None,
        "hour": local.time() if local else None,
        "time_zone": zone,
    }


def usual_words(community: Community) -> str:
    """Return words of confidentiality to begin with, in the language of the community."""
    with translation.override(community.language):
        return gettext(
            "What is said here stays here. Each of us listens, speaks for oneself and may be "
            "wrong. Nothing is recorded."
        )


def _length(usual: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=1, max_value=most, initial=usual, required=False)


def _as_kept(value: Any) -> Any:  # noqa: ANN401 -- whatever a field gives
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
