"""Handing over many files."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from resources.files.kinds import ACCEPTED


class ManyFilesInput(forms.FileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, each looked at as one would be."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:  # noqa: ANN401 -- Django's signature
        files = data if isinstance(data, list) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]


class BulkForm(forms.Form):
    """Some files or one zip archive, and a sheet that says what they are."""

    uploads = ManyFilesField(
        label=_("Files, or one zip archive"),
        help_text=_(
            "Images, PDF, office documents and text, to 10 MB each; all together at most 50 MB."
            " More than a hundred files: put them into a zip archive."
        ),
        allow_empty_file=True,
        widget=ManyFilesInput(attrs={"accept": ",".join((*ACCEPTED, ".zip"))}),
    )
    sheet = forms.FileField(
        label=_("Sheet (CSV)"),
        required=False,
        help_text=_(
            "One line for each file; the columns are file, title, tags, language, kind."
            " A sheet that lies in the archive is found too."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )

    def clean_uploads(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["uploads"]
        if sum(file.size or 0 for file in files) > settings.ARCHIVE_MAX_BYTES:
            raise forms.ValidationError(_("This is too much at once; nothing was kept of it."))
        return files
