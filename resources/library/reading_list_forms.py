"""What people write of reading lists: their words, their readers, which list a resource joins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community
from communities.people.fields import KnownChoiceField
from communities.policy import Audience, Standing
from resources.library.fields import LineField
from resources.library.models import ReadingList
from resources.library.selectors.reading_lists import communities_to_share_in


class ReadingListForm(forms.Form):
    """A list and who reads it; shared within a community only with those one stands among."""

    title = LineField(label=_("Title"), max_length=120)
    description = forms.CharField(
        label=_("What it is for"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    community = KnownChoiceField(
        Community.objects.none(),
        label=_("Share it within"),
        required=False,
        empty_label=_("Nobody: only I read it"),
    )
    read_audience = forms.TypedChoiceField(
        label=_("Who can read it, if it is shared"),
        choices=AudienceChoice.choices,
        coerce=int,
        initial=Audience.OUTER,
        help_text=_("Each reader sees only the resources that they may read anyway."),
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        offered = communities_to_share_in(standing)
        self.fields["community"].queryset = offered  # type: ignore[attr-defined]  # a model field
        if not offered.exists():
            for name in ("community", "read_audience"):
                self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        community, read = facts.get("community"), facts.get("read_audience")
        if community is None or read is None:
            return facts
        if read > self.standing.nearness(community.pk):
            self.add_error("read_audience", _("You do not belong to these readers yourself."))
        if read < community.read_audience:
            words = _("Not so many may know that this community exists.")
            self.add_error("read_audience", words)
        return facts


class AddForm(forms.Form):
    """Which of one's lists a resource joins."""

    reading_list = KnownChoiceField(
        ReadingList.objects.none(),
        label=_("Reading list"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, lists: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- a queryset
        super().__init__(*args, **kwargs)
        self.fields["reading_list"].queryset = lists  # type: ignore[attr-defined]  # a model field
