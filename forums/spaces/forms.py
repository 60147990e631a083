"""What people write and decide in spaces."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, Membership
from communities.people.fields import KnownChoiceField, KnownChoicesField
from communities.people.models import User
from communities.policy import Audience, Circle
from forums.spaces.models import Space
from forums.spaces.services.talk import clean_text
from resources.files.kinds import ACCEPTED

MIN_OPTIONS, MAX_OPTIONS = 2, 12


class SeveralFiles(forms.FileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files, possibly empty."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 -- Django's signature
        single = super().clean
        return [single(one, initial) for one in data or []]


class PostForm(forms.Form):
    """The words of a post, and its files."""

    body = forms.CharField(
        label=_("Your text"),
        max_length=settings.POST_MAX_LENGTH,
        help_text=_("Markdown works: **bold**, - lists, > quotations."),
        widget=forms.Textarea(attrs={"rows": 8, "data-draft": ""}),
    )
    files = FilesField(  # type: ignore[assignment]  # the stubs mean the form's uploads
        label=_("Files"),
        required=False,
        help_text=_("Five at the most: images to 4 MB, PDF, office documents and text to 10 MB."),
        widget=SeveralFiles(attrs={"accept": ",".join(ACCEPTED)}),
    )
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One key for one intention: sent twice, from two tabs or again after a time-out, it is
        # the same post.
        self.initial.setdefault("client_key", str(uuid.uuid4()))

    def clean_body(self) -> str:
        body = clean_text(self.cleaned_data["body"])
        if not body:
            raise forms.ValidationError(_("Write something first."))
        return body


class EditForm(forms.Form):
    """New words for a post."""

    body = PostForm.base_fields["body"]


class TopicForm(PostForm):
    """A topic: its title, its first post, perhaps a poll."""

    field_order = ["title", "body", "files", "question", "options", "max_choices", "closes_on"]
    title = forms.CharField(
        label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"data-draft": ""})
    )
    question = forms.CharField(label=_("Poll: question"), max_length=255, required=False)
    options = forms.CharField(
        label=_("Poll: answers"),
        required=False,
        help_text=_("One on each line, two at least."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    max_choices = forms.IntegerField(
        label=_("Poll: answers each person may choose"),
        min_value=1,
        max_value=MAX_OPTIONS,
        required=False,
        initial=1,
    )
    closes_on = forms.DateTimeField(
        label=_("Poll: closes on"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_title(self) -> str:
        title = " ".join(clean_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError(_("Give your topic a title."))
        return title

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        return [line[:255] for line in dict.fromkeys(lines) if line]

    def clean_max_choices(self) -> int:
        return self.cleaned_data["max_choices"] or 1

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        options = facts.get("options") or []
        if facts.get("question") and not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
            self.add_error("options", _("A poll needs two to twelve answers."))
        if options and not facts.get("question"):
            self.add_error("question", _("Ask the question to which these are answers."))
        return facts


class MoveForm(forms.Form):
    """Where a topic goes, and why."""

    space = KnownChoiceField(Space.objects.none(), label=_("Move to"))
    reason = forms.CharField(label=_("Reason, shown to readers"), max_length=300, required=False)

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a queryset of spaces
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]  # a model field


class PlaceForm(forms.Form):
    """A place: what it is called and who reads and writes there, in two drop-downs."""

    name = forms.CharField(label=_("Name"), max_length=100)
    read = forms.TypedChoiceField(
        label=_("Who can read"), choices=AudienceChoice.choices, coerce=int
    )
    write = forms.TypedChoiceField(
        label=_("Who can write"),
        choices=[choice for choice in AudienceChoice.choices if choice[0] in set(Circle)],
        coerce=int,
    )
    invited = KnownChoicesField(
        User.objects.none(),
        label=_("Only these people"),
        required=False,
        help_text=_("Nobody ticked: everybody of the circles above. You yourself always stay."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community
        members = Membership.objects.filter(community=community).values("person")
        people = User.objects.filter(pk__in=members, is_active=True)
        self.fields["invited"].queryset = people.order_by("display_name")  # type: ignore[attr-defined]  # a model field

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        read, write = facts.get("read", Audience.PUBLIC), facts.get("write", Audience.CORE)
        if write < read:
            self.add_error("write", _("Who can write must also be able to read."))
        self._require_readers(facts.get("invited") or [], read)
        return facts

    def _require_readers(self, invited: Iterable[User], read: int) -> None:
        near = Membership.objects.filter(community=self.community, circle__gte=read)
        far = User.objects.filter(pk__in=[person.pk for person in invited])
        names = [str(person) for person in far.exclude(pk__in=near.values("person"))]
        if names:
            text = _("Not in the circles that can read here: %(names)s. Untick them or widen it.")
            self.add_error("invited", text % {"names": ", ".join(names)})


class SpaceForm(PlaceForm):
    """A space, and what belongs there."""

    field_order = ["name", "description", "read", "write", "invited"]
    description = forms.CharField(
        label=_("What belongs here"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
