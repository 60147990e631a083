"""The page types: a home, an index, and one page for each community."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, InvitedList
from communities.policy import Audience, Scope


class ScopedPage(Page):
    """A page with a community and an audience; every page type of a community is one."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="pages")
    read_audience = models.PositiveSmallIntegerField(
        _("who can read"), choices=AudienceChoice, default=AudienceChoice.PUBLIC
    )
    invited_list = models.ForeignKey(
        InvitedList,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("only these people"),
    )

    is_creatable = False

    class Meta:
        verbose_name = _("page of a community")
        verbose_name_plural = _("pages of communities")
        indexes = [models.Index(fields=["community", "read_audience"], name="page_by_audience")]

    @property
    def scope(self) -> Scope:
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )


@dataclass(frozen=True, slots=True)
class Edited:
    """A page as its editors see it: what is not published is the core group's."""

    page: ScopedPage

    @property
    def scope(self) -> Scope:
        scope = self.page.scope
        return scope if self.page.live else replace(scope, read=Audience.CORE)


class HomePage(Page):
    """The first page, in one language."""

    introduction = models.TextField(_("what this is, in two lines"), max_length=400, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.CommunityIndexPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class CommunityIndexPage(Page):
    """The list of communities, in one language."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["pages.CommunityPage"]

    class Meta:
        verbose_name = _("list of communities")
        verbose_name_plural = _("lists of communities")


class CommunityPage(ScopedPage):
    """What a community is for: its goals and its charter."""

    charter = models.TextField(
        _("charter"), max_length=8000, blank=True, help_text=_("How we work together; Markdown.")
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        InlinePanel("goals", heading=_("Goals"), label=_("Goal")),
        FieldPanel("charter"),
    ]
    parent_page_types: ClassVar = ["pages.CommunityIndexPage"]
    subpage_types: ClassVar = ["library.ResourcePage"]  # by name: people know nothing of resources
    is_creatable = False  # founding a community makes its page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from communities.pages.context import community_page_context  # noqa: PLC0415 -- needs this model

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | community_page_context(request, self.community, self)

    class Meta:
        verbose_name = _("community page")
        verbose_name_plural = _("community pages")


class Goal(Orderable):
    """What a community wants to reach."""

    class Kind(models.TextChoices):
        EXCHANGE = "exchange", _("exchange information")
        SOLUTIONS = "solutions", _("develop possible solutions")
        TESTING = "testing", _("test solutions in practice")
        CHANGE = "change", _("introduce a change")

    class State(models.TextChoices):
        OPEN = "open", _("under way")
        MET = "met", _("met")
        DROPPED = "dropped", _("dropped")

    page = ParentalKey(CommunityPage, on_delete=models.CASCADE, related_name="goals")
    wording = models.CharField(_("goal"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EXCHANGE)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)

    panels: ClassVar = [FieldPanel("wording"), FieldPanel("kind"), FieldPanel("state")]

    class Meta(Orderable.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return self.wording
