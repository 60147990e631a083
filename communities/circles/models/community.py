"""A community and the organisations that host it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.people.models import Organisation
from communities.policy import Audience, Scope


class Community(models.Model):
    """People who learn from one another about a practice they share."""

    class Form(models.TextChoices):
        COP = "cop", _("Community of practice")
        CAP = "cap", _("Learning and practice group")

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    purpose = models.TextField(
        _("purpose"), max_length=600, help_text=_("What brings these people together.")
    )
    form = models.CharField(_("form"), max_length=3, choices=Form, default=Form.COP)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    read_audience = models.PositiveSmallIntegerField(
        _("who may know it exists"), choices=AudienceChoice, default=AudienceChoice.PUBLIC
    )
    accepts_requests = models.BooleanField(
        _("people may ask to join"), default=True, help_text=_("Otherwise by invitation only.")
    )
    founded_at = models.DateTimeField(_("founded on"), auto_now_add=True)
    closed_at = models.DateTimeField(
        _("closed on"), null=True, blank=True, help_text=_("A closed community stays readable.")
    )
    is_library = models.BooleanField(
        _("keeps the site's library"),
        default=False,
        help_text=_("Whoever is signed in may propose resources to it; its core group decides."),
    )
    hosts: "models.ManyToManyField[Organisation, CommunityHost]" = models.ManyToManyField(
        Organisation,
        through="CommunityHost",
        related_name="hosted_communities",
        verbose_name=_("host organisations"),
    )

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read_audience__in=AudienceChoice.values),
                name="community_audience_known",
            ),
            models.UniqueConstraint(
                fields=["is_library"],
                condition=models.Q(is_library=True),
                name="one_library_of_the_site",
                violation_error_message=_("The site has its library already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:home", args=[self.slug])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def scope(self) -> Scope:
        return Scope(self.pk, Audience(self.read_audience), is_open=self.is_open)


class CommunityHost(models.Model):
    """An organisation hosts a community: its people may read what organisations may read."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("host organisation")
        verbose_name_plural = _("host organisations")
        constraints = [
            models.UniqueConstraint(fields=["community", "organisation"], name="host_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.community}"
