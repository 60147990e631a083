"""Handing over an archive."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from communities.people.fields import KnownChoiceField
from forums.spaces.models import Space


class ArchiveForm(forms.Form):
    """The file and the space in which its talk will stand."""

    file = forms.FileField(
        label=_("Archive"),
        help_text=_("An mbox file of a mailing list, 50 MB at the most, not compressed."),
    )
    space = KnownChoiceField(Space.objects.none(), label=_("Into which space"))

    def __init__(self, *args: Any, spaces: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a queryset of spaces
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]  # a model field

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > settings.ARCHIVE_MAX_BYTES:
            raise forms.ValidationError(_("This file is too large; nothing was kept of it."))
        return file
