"""Form fields of the library: several tags, several names."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_TAGS = 8
LONGEST_TAG = 60


def squeezed(text: str) -> str:
    """Return a short text on one line, without spaces around or doubled."""
    return " ".join(text.split())


class LineField(forms.CharField):
    """A short text on one line."""

    def clean(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        return squeezed(super().clean(value))


class TagsWidget(forms.MultiWidget):
    """One small box for each tag, so that each can suggest what is in use."""

    use_fieldset = True

    def __init__(self) -> None:
        box = {"list": "known-tag", "maxlength": LONGEST_TAG}
        super().__init__([forms.TextInput(attrs=box) for _box in range(MOST_TAGS)])

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:  # noqa: ANN401 -- Django's signature
        context = super().get_context(name, value, attrs)
        for number, box in enumerate(context["widget"]["subwidgets"], start=1):
            box["attrs"]["aria-label"] = gettext("Tag %(number)d") % {"number": number}
        return context

    def decompress(self, value: Any) -> list[str]:  # noqa: ANN401 -- Django's signature
        names = list(value or ())
        return [*names, *[""] * (MOST_TAGS - len(names))]


class TagsField(forms.MultiValueField):
    """Some tags, each once whatever its capitals."""

    def __init__(self, **kwargs: Any) -> None:
        boxes = [LineField(max_length=LONGEST_TAG, required=False) for _box in range(MOST_TAGS)]
        super().__init__(boxes, widget=TagsWidget(), required=False, **kwargs)

    def compress(self, data_list: list[str]) -> tuple[str, ...]:
        once = {name.casefold(): name for name in reversed(data_list) if name}
        return tuple(reversed(once.values()))


class NamesField(forms.CharField):
    """Names of people, one on each line, in their order."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), required=False, **kwargs)
        self.most = most

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:  # noqa: ANN401 -- Django's signature
        lines = (squeezed(line)[:120] for line in super().clean(value).splitlines())
        names = tuple(dict.fromkeys(line for line in lines if line))
        if len(names) > self.most:
            raise forms.ValidationError(_("So many names? Name the first twenty."))
        return names
