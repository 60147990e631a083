"""A resource: one page type for all kinds, under its community's page.

A good practice is a resource that fills five more fields: the kind of a proposal may still change
in review, and a page of another type could not follow.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import StreamField
from wagtail.models import Orderable

from communities.pages.models import CommunityPage, Goal, ScopedPage
from communities.policy import Audience, Scope, is_protected
from resources.library.admin_forms import ResourceAdminForm
from resources.library.blocks import BodyBlock
from resources.library.choices import LINKED, Kind, Level, Licence, Role
from resources.library.panels import CONTENT_PANELS, CREDIT_PANELS
from resources.library.places.countries import country_key, country_name
from resources.library.places.folding import LONGEST_KEY, folded


def is_page_of(page_id: int, community_id: int) -> bool:
    """Tell whether a page is this community's own."""
    return CommunityPage.objects.filter(pk=page_id, community=community_id).exists()


class ResourceTag(TaggedItemBase):
    """A tag on a resource."""

    content_object = ParentalKey(
        "library.ResourcePage", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_on_a_resource")
        ]


class ResourcePage(ScopedPage):
    """Something a community keeps, with what one needs to judge and to cite it."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GUIDE)
    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("In plain words: what it is, for whom.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    address = models.URLField(
        _("address"), max_length=500, blank=True, help_text=_("Of a link or a video.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    tags = ClusterTaggableManager(through=ResourceTag, blank=True, verbose_name=_("tags"))
    country = models.CharField(_("country"), max_length=60, blank=True)
    level = models.CharField(_("level of government"), max_length=13, choices=Level, blank=True)
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    theme = models.CharField(_("theme"), max_length=80, blank=True)
    # By these they are compared and counted: one value however it is spelled.
    country_key = models.CharField(max_length=LONGEST_KEY, blank=True, editable=False)
    sector_key = models.CharField(max_length=LONGEST_KEY, blank=True, editable=False)
    theme_key = models.CharField(max_length=LONGEST_KEY, blank=True, editable=False)
    goal = models.ForeignKey(
        Goal,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("goal it serves"),
    )
    licence = models.CharField(_("licence"), max_length=8, choices=Licence, default=Licence.BY)
    review_on = models.DateField(
        _("look at it again on"),
        null=True,
        blank=True,
        help_text=_("On that day the core group is reminded to check that it still holds."),
    )
    what_was_done = models.TextField(_("what was done"), max_length=8000, blank=True)
    setting = models.TextField(_("context"), max_length=8000, blank=True)
    what_made_it_work = models.TextField(_("what made it work"), max_length=8000, blank=True)
    limits = models.TextField(_("limits"), max_length=8000, blank=True)
    evidence = models.TextField(_("evidence"), max_length=8000, blank=True)

    base_form_class = ResourceAdminForm
    content_panels: ClassVar = CONTENT_PANELS
    parent_page_types: ClassVar = ["pages.CommunityPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "library/resource.html"
    is_creatable = True

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="resource_kind_known"),
            models.CheckConstraint(
                condition=Q(level__in=[*Level.values, ""]), name="resource_level_known"
            ),
            models.CheckConstraint(
                condition=Q(licence__in=Licence.values), name="resource_licence_known"
            ),
        ]
        indexes = [models.Index(fields=["kind"], name="resource_by_kind")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.country_key = country_key(self.country)
        self.sector_key, self.theme_key = folded(self.sector), folded(self.theme)
        super().save(*args, **kwargs)

    @property
    def country_name(self) -> str:
        return country_name(country_key(self.country), self.country)

    def get_absolute_url(self) -> str:
        return reverse("library:resource", args=[self.pk, self.slug])

    def get_url_parts(self, request: HttpRequest | None = None) -> Any:  # noqa: ANN401 -- Wagtail's signature
        """Let Wagtail's links lead to our own address, in every language's tree."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], self.get_absolute_url())

    @property
    def scope(self) -> Scope:
        """Who may read it once it is published: never more than may know the community."""
        read = max(self.read_audience, self.community.read_audience)
        return Scope(
            self.community_id,
            Audience(read),
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )

    @property
    def draft_scope(self) -> Scope:
        """Who may read and decide on it before, beside its proposer: the core group."""
        return Scope(
            self.community_id,
            Audience.CORE,
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )

    @property
    def bound(self) -> Scope | None:
        """Who may read it at the most, when it was made of a session whose client decided that."""
        made = getattr(self, "from_session", None)
        return made.bound if made is not None else None

    @property
    def is_protected(self) -> bool:
        return is_protected(self.scope)

    @property
    def is_practice(self) -> bool:
        return self.kind == Kind.PRACTICE

    def clean(self) -> None:
        super().clean()
        wrong = {}
        if self.kind in LINKED and not self.address:
            wrong["address"] = _("Where does it lead?")
        if self.kind == Kind.PRACTICE and not self.what_was_done:
            wrong["what_was_done"] = _("A good practice says what was done.")
        goal = self.goal
        if goal is not None and goal.page.community_id != self.community_id:
            wrong["goal"] = _("A goal of this community, please.")
        if self.bound is not None and self.read_audience < self.bound.read:
            wrong["read_audience"] = _("Not wider than the minutes it was made of, please.")
        parent = self.get_parent()
        if parent is not None and not is_page_of(parent.pk, self.community_id):
            wrong["title"] = _("A resource stays with its community.")
        if wrong:
            raise ValidationError(wrong)

    def can_move_to(self, parent: Any) -> bool:  # noqa: ANN401 -- any page
        target = getattr(parent.specific, "community_id", None)
        return bool(super().can_move_to(parent)) and target == self.community_id

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Send visitors of Wagtail's own address to ours."""
        return redirect(self.get_absolute_url(), permanent=False)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from resources.library.context import resource_context  # noqa: PLC0415 -- needs this model

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | resource_context(request, self)


class Credit(Orderable):
    """Who made a resource, in order; somebody without an account is named by name."""

    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="credits")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resource_credits",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=11, choices=Role, default=Role.AUTHOR)

    panels: ClassVar = CREDIT_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("author or contributor")
        verbose_name_plural = _("authors and contributors")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="credit_names_somebody"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="credit_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.person or self.name)

    def clean(self) -> None:
        super().clean()
        if self.person_id is None and not self.name:
            raise ValidationError({"name": _("Name somebody.")})
