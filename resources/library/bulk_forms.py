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
        kept = [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]
        return [file for file in kept if file]


class BulkForm(forms.Form):
    """Some files, one zip archive or a folder, and a sheet that says what they are."""

    uploads = ManyFilesField(
        label=_("Files, or one zip archive"),
        help_text=_(
            "Images, PDF, office documents and text, to 10 MB each; all together at most 50 MB."
            " More than a hundred files: put them into a zip archive."
        ),
        required=False,
        allow_empty_file=True,
        widget=ManyFilesInput(attrs={"accept": ",".join((*ACCEPTED, ".zip"))}),
    )
    folder = ManyFilesField(
        label=_("Or a whole folder"),
        help_text=_("With the folders in it, to a hundred files. Not every phone can choose one."),
        required=False,
        allow_empty_file=True,
        widget=ManyFilesInput(attrs={"webkitdirectory": True}),
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

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        files = self.files_chosen()
        if not files and not self.errors:
            self.add_error("uploads", _("Choose files, a zip archive or a folder."))
        if sum(file.size or 0 for file in files) > settings.ARCHIVE_MAX_BYTES:
            self.add_error("uploads", _("This is too much at once; nothing was kept of it."))
        return facts

    def files_chosen(self) -> list[UploadedFile[Any]]:
        """Return all that was handed over but the sheet."""
        return [file for name in ("uploads", "folder") for file in self.cleaned_data.get(name, ())]
