"""What staff decide of tags: which become one, under which name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit.models import Tag

from communities.people.fields import KnownChoicesField
from resources.library.fields import LONGEST_TAG, LineField


class TagsForm(forms.Form):
    """Some tags, and the name that all of them shall bear."""

    tags = KnownChoicesField(
        Tag.objects.none(),
        label=_("Tags"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one tag."),
            "invalid_choice": _("One of these tags is no longer there. Look at the list again."),
        },
    )
    name = LineField(
        label=_("The name they shall have"),
        max_length=LONGEST_TAG,
        help_text=_("One tag is renamed; several become one. A name in use takes them in."),
    )

    def __init__(
        self, *args: Any, in_use: QuerySet[Any], shown: Iterable[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["tags"]
        field.queryset = in_use
        field.choices = [(tag.pk, _with_uses(tag)) for tag in shown]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name, allow_unicode=True):
            raise forms.ValidationError(_("A tag needs a letter or a digit."))
        return name


def _with_uses(tag: Any) -> str:  # noqa: ANN401 -- a tag with its number of uses
    uses = ngettext("%(count)d resource", "%(count)d resources", tag.uses) % {"count": tag.uses}
    return f"{tag.name} · {uses}"
