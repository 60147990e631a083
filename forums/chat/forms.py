"""What people write and decide in rooms."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.people.fields import KnownChoiceField, KnownChoicesField
from forums.chat.models import Message, RoomMark
from forums.spaces.forms import FilesField, PlaceForm, SeveralFiles
from forums.spaces.models import Space
from resources.files.kinds import ACCEPTED


class MessageForm(forms.Form):
    """A message, what it answers, and its files."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=settings.MESSAGE_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    files = FilesField(  # type: ignore[assignment]  # the stubs mean the form's uploads
        label=_("Files"),
        required=False,
        widget=SeveralFiles(attrs={"accept": ",".join(ACCEPTED)}),
    )
    client_key = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    reply_to = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if not facts.get("body") and not facts.get("files"):
            self.add_error("body", _("Write something first."))
        if len(facts.get("files") or []) > settings.FILES_PER_POST:
            text = _("A message takes %(count)d files at the most.")
            self.add_error("files", text % {"count": settings.FILES_PER_POST})
        return facts


class EditMessageForm(forms.Form):
    """New words for a message."""

    body = forms.CharField(
        label=_("Your message"),
        max_length=settings.MESSAGE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class RoomForm(PlaceForm):
    """A room: what it is called, who reads and writes there, and how long it remembers."""

    field_order = ["name", "read", "write", "invited", "retention_days"]
    retention_days = forms.IntegerField(
        label=_("Delete messages after this many days"),
        help_text=_("Empty: messages are kept. Everybody in the room sees this."),
        min_value=1,
        max_value=3650,
        required=False,
    )


class NotifyForm(forms.ModelForm[RoomMark]):
    """When a room tells the person something."""

    class Meta:
        model = RoomMark
        fields = ["notify"]
        widgets = {"notify": forms.RadioSelect}


class HoursForm(forms.Form):
    """Quiet hours; both empty for none."""

    quiet_from = forms.TimeField(
        label=_("quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_to = forms.TimeField(
        label=_("quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        begin, end = facts.get("quiet_from"), facts.get("quiet_to")
        if (begin is None) != (end is None):
            raise forms.ValidationError(_("Give both hours, or none for no quiet hours."))
        if begin is not None and begin == end:
            raise forms.ValidationError(_("Quiet hours begin and end at different times."))
        return facts


class KeepForm(forms.Form):
    """Which messages become a topic, what it is called, and where it goes."""

    title = forms.CharField(label=_("Title of the topic"), max_length=200)
    space = KnownChoiceField(Space.objects.none(), label=_("Space"))
    message = KnownChoicesField(
        Message.objects.none(),
        label=_("Messages"),
        error_messages={"required": _("Choose the messages to keep.")},
    )

    def __init__(self, *args: Any, spaces: Any, messages: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- querysets
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]  # a model field
        self.fields["message"].queryset = messages  # type: ignore[attr-defined]  # a model field
