"""Wagtail's form for a resource: its community is its parent's, its goals are the community's."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from communities.circles.choices import AudienceChoice
from communities.pages.models import CommunityPage, Goal


class ResourceAdminForm(WagtailAdminPageForm):
    """Fills in what the place of a page already says."""

    def __init__(
        self,
        data: Any = None,  # noqa: ANN401 -- Wagtail's signature
        files: Any = None,  # noqa: ANN401 -- Wagtail's signature
        parent_page: Any = None,  # noqa: ANN401 -- Wagtail's signature
        *args: Any,
        **kwargs: Any,
    ) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.community_id is None and parent_page is not None:
            community = CommunityPage.objects.get(pk=parent_page.pk).community
            instance.community = community
            instance.read_audience = community.read_audience
            instance.language = community.language
        super().__init__(data, files, parent_page, *args, **kwargs)
        community = self.instance.community
        if "goal" in self.fields:
            self.fields["goal"].queryset = Goal.objects.filter(
                page__community=community, page__alias_of__isnull=True
            )
        if "read_audience" in self.fields:
            self.fields["read_audience"].choices = [
                choice for choice in AudienceChoice.choices if choice[0] >= community.read_audience
            ]
