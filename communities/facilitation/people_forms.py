"""Forms about the people of a session: many roles at once, or one seat."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Role
from communities.people.fields import KnownChoiceField
from communities.people.models import User

ROLE_OF = re.compile(r"role_([1-9][0-9]{0,17})")


def chosen_in(data: Mapping[str, Any]) -> set[int]:
    """Return the keys of the people to whom a role was given, whoever they are."""
    found = (ROLE_OF.fullmatch(name) for name, value in data.items() if value)
    return {int(match[1]) for match in found if match}


class PeopleForm(forms.Form):
    """A role for each of some people; most take none."""

    def __init__(
        self,
        data: Any,  # noqa: ANN401 -- what Django takes
        *,
        people: Sequence[User],
        roles: Sequence[Role],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.people = {f"role_{person.pk}": person for person in people}
        choices = [("", _("does not take part")), *((role.value, role.label) for role in roles)]
        for name, person in self.people.items():
            self.fields[name] = forms.ChoiceField(
                label=str(person), choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if list(facts.values()).count(Role.CLIENT) > 1:
            raise forms.ValidationError(_("A session has one client: choose one person."))
        return facts

    def roles(self) -> dict[User, Role]:
        """Return who takes part as what."""
        given = self.cleaned_data
        return {self.people[name]: Role(role) for name, role in given.items() if role}


class SeatForm(forms.Form):
    """One person and their role."""

    person = KnownChoiceField(User.objects.none(), label=_("Person"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(
        self,
        data: Any,  # noqa: ANN401 -- what Django takes
        *,
        people: QuerySet[User],
        shown: Sequence[User],
        roles: Sequence[Role],
    ) -> None:
        super().__init__(data)
        person, role = self.fields["person"], self.fields["role"]
        person.queryset = people  # type: ignore[attr-defined]  # a model field
        person.choices = [("", _("Choose a person")), *((one.pk, str(one)) for one in shown)]  # type: ignore[attr-defined]  # as above
        self.is_anybody_left = bool(shown)
        role.choices = [(one.value, one.label) for one in roles]  # type: ignore[attr-defined]  # as above
        role.initial = next((one for one in USUAL if one in roles), roles[0])


USUAL = (Role.CONSULTANT, Role.PARTICIPANT)
