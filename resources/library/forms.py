"""What people write of resources: proposals, answers to them, adaptations, stances."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, Membership
from communities.circles.services.audiences import Audiences
from communities.pages.models import Goal
from communities.people.fields import KnownChoiceField, KnownChoicesField
from communities.people.models import User
from communities.policy import Audience, Scope
from resources.files.kinds import ACCEPTED
from resources.library.choices import LINKED, Adoption, Kind, Level, Licence
from resources.library.facts import PRACTICE, Facts
from resources.library.fields import MOST_TAGS, LineField, NamesField, TagsField
from resources.library.selectors.resources import goals_of

CONTEXT = (
    "country", "level", "sector", "theme", "goal", "authors", "contributors", "review_on",
)  # fmt: skip
MOST_NAMES = 20
LONG = 8000


def _long(label: Any) -> forms.CharField:  # noqa: ANN401 -- a lazy text
    return forms.CharField(
        label=label, max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class ResourceForm(forms.Form):
    """A resource in one form; what only some kinds need is asked for in the end."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    title = LineField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("Summary"),
        max_length=500,
        help_text=_("In plain words: what it is, for whom. 500 characters at the most."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=settings.POST_MAX_LENGTH,
        required=False,
        help_text=_("Markdown works: **bold**, - lists, > quotations."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    address = forms.URLField(
        label=_("Address of the link or video"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("It is shown as a link and never loaded into the page."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    country = LineField(label=_("Country"), max_length=60, required=False)
    level = forms.ChoiceField(
        label=_("Level of government"), choices=[("", "–"), *Level.choices], required=False
    )
    sector = LineField(label=_("Sector"), max_length=80, required=False)
    theme = LineField(label=_("Theme"), max_length=80, required=False)
    goal = KnownChoiceField(
        Goal.objects.none(), label=_("Goal it serves"), required=False, empty_label="–"
    )
    tags = TagsField(label=_("Tags"))
    authors = NamesField(
        most=MOST_NAMES,
        label=_("Authors"),
        help_text=_("One on each line, in their order. Members are recognised by their name."),
    )
    contributors = NamesField(most=MOST_NAMES, label=_("Contributors"))
    licence = forms.ChoiceField(
        label=_("What others may do with it"), choices=Licence.choices, initial=Licence.BY
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        required=False,
        help_text=_("On that day the core group is reminded to check that it still holds."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    read_audience = forms.TypedChoiceField(
        label=_("Who can read it, once it is published"), choices=(), coerce=int
    )
    invited = KnownChoicesField(
        User.objects.none(),
        label=_("Only these people"),
        required=False,
        help_text=_("Nobody ticked: everybody of the circles above. You yourself always stay."),
        widget=forms.CheckboxSelectMultiple,
    )
    what_was_done = _long(_("What was done"))
    setting = _long(_("Context"))
    what_made_it_work = _long(_("What made it work"))
    limits = _long(_("Limits"))
    evidence = _long(_("Evidence"))

    def __init__(
        self,
        *args: Any,
        community: Community,
        nearness: Audience,
        facts: Facts | None = None,
        people: Iterable[int] | None = None,
        bound: Scope | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        kept = None if facts is None else facts.read_audience
        widest = (
            community.read_audience if bound is None else max(bound.read, community.read_audience)
        )
        self.fields["read_audience"].choices = [  # type: ignore[attr-defined]  # a field of choices
            choice
            for choice in AudienceChoice.choices
            if choice[0] >= widest and (choice[0] <= nearness or choice[0] == kept)
        ]
        self.fields["goal"].queryset = goals_of(community)  # type: ignore[attr-defined]  # a model field
        for name in ("country", "sector", "theme"):
            self.fields[name].widget.attrs["list"] = f"known-{name}"
        if facts is not None:
            self.initial = {name: getattr(facts, name) for name in self.fields if name != "invited"}
            self.initial["invited"] = sorted(people or ())
            if facts.text is None:  # several parts, written in Wagtail's editor
                del self.fields["text"]
            if len(facts.tags or ()) > MOST_TAGS:
                del self.fields["tags"]
        self._offer_lists(
            nearness, is_listed=bound is not None and bound.invited_list_id is not None
        )

    def _offer_lists(self, nearness: Audience, *, is_listed: bool) -> None:
        """Let the core group alone narrow it to named people, as it does for spaces.

        What is for the participants of a session stays for them.
        """
        if nearness < Audience.CORE or is_listed:
            del self.fields["invited"]
            return
        members = Membership.objects.filter(community=self.community).values("person")
        people = User.objects.filter(pk__in=members, is_active=True)
        self.fields["invited"].queryset = people.order_by("display_name")  # type: ignore[attr-defined]  # a model field

    @property
    def has_errors_in_context(self) -> bool:
        return any(name in self.errors for name in CONTEXT)

    @property
    def main(self) -> list[forms.BoundField]:
        """What every resource needs, and its tags."""
        return [one for one in self.visible_fields() if one.name not in (*CONTEXT, *PRACTICE)]

    @property
    def context(self) -> list[forms.BoundField]:
        """What helps others to judge and to find it."""
        return [self[name] for name in CONTEXT]

    @property
    def practice(self) -> list[forms.BoundField]:
        """What a good practice says beside."""
        return [self[name] for name in PRACTICE]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        kind = facts.get("kind")
        if kind in LINKED and not facts.get("address") and "address" not in self.errors:
            self.add_error("address", _("Where does it lead?"))
        if kind == Kind.PRACTICE and not facts.get("what_was_done"):
            self.add_error("what_was_done", _("A good practice says what was done."))
        if facts.get("invited") and "read_audience" in facts:
            self._require_readers(facts["invited"], facts["read_audience"])
        return facts

    def _require_readers(self, invited: QuerySet[User], read: int) -> None:
        near = Membership.objects.filter(community=self.community, circle__gte=read)
        names = [str(person) for person in invited.exclude(pk__in=near.values("person"))]
        if names:
            text = _("Not in the circles that can read here: %(names)s. Untick them or widen it.")
            self.add_error("invited", text % {"names": ", ".join(names)})

    def facts(self) -> Facts:
        """Return what was written; what is not in the form stays as it is."""
        written: dict[str, Any] = {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name != "invited"
        }
        return Facts(**{"text": None, "tags": None, **written})

    def audiences(self, by: User) -> Audiences | None:
        """Return to whom the core group narrows it; none when this person may not say."""
        if "invited" not in self.fields:
            return None
        people = frozenset(person.pk for person in self.cleaned_data["invited"])
        read = Audience(self.cleaned_data["read_audience"])
        return Audiences(read, Audience.CORE, people | {by.pk} if people else None)


class FileForm(forms.Form):
    """A file to keep with a resource."""

    upload = forms.FileField(
        label=_("Add a file"),
        help_text=_("Images, PDF, office documents and text, to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )


class AnswerForm(forms.Form):
    """What the core group asks a proposer to change."""

    words = forms.CharField(
        label=_("What should change"),
        max_length=2000,
        help_text=_("The proposer reads it here and by e-mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AdaptationForm(forms.Form):
    """How somebody did it elsewhere."""

    place = LineField(label=_("Where"), max_length=120)
    organisation = LineField(label=_("Organisation"), max_length=120, required=False)
    done_on = forms.DateField(
        label=_("When"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    changed = forms.CharField(
        label=_("What you changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    happened = forms.CharField(
        label=_("What happened"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class StanceForm(forms.Form):
    """What somebody says of a good practice, for whom, where."""

    adoption = forms.ChoiceField(
        label=_("For us it is"), choices=Adoption.choices, widget=forms.RadioSelect
    )
    place = LineField(label=_("Where"), max_length=120)
    organisation = LineField(label=_("Organisation"), max_length=120, required=False)
