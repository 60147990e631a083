"""Form fields: several e-mail addresses, and choices among rows that bear any number sent."""

from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AddressesField(forms.CharField):
    """Cleans to a list of addresses in lower case, each once, ``most`` at the most."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
        self.most = most

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401 -- Django's signature
        lines = (line.strip().lower() for line in super().clean(value).splitlines())
        addresses = list(dict.fromkeys(line for line in lines if line))
        if len(addresses) > self.most:
            text = ngettext(
                "%(count)d address at the most; nothing was sent.",
                "%(count)d addresses at the most; nothing was sent.",
                self.most,
            )
            raise forms.ValidationError(text, params={"count": self.most})
        for address in addresses:
            self._require_address(address)
        return addresses

    def _require_address(self, address: str) -> None:
        try:
            validate_email(address)
        except forms.ValidationError as error:
            text = _("“%(address)s” is not an e-mail address; nothing was sent.")
            raise forms.ValidationError(text, params={"address": address}) from error


class KnownChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django takes none at run time
    """One of some rows; a number too large for a key is a wrong choice, not a fault."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        try:
            return super().to_python(value)
        except OverflowError:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice"
            ) from None


class KnownChoicesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # as above
    """Some of some rows; a number too large for a key is a wrong choice, not a fault."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401 -- Django's signature
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": "…"}
            ) from None
