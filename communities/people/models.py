"""Persons and their organisations."""

from typing import ClassVar, NoReturn

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import ProtectedError
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LightMode(models.TextChoices):
    """Whether pages load pictures and keep a live line, or as little as they can."""

    AUTO = "auto", _("when my browser asks to save data")
    ON = "on", _("always")
    OFF = "off", _("never")


class PeopleQuerySet(models.QuerySet["User"]):
    """People; they close their accounts and are never deleted, since their posts are others' talk."""

    def delete(self) -> NoReturn:
        raise ProtectedError(
            "Close the account instead: communities.people.services.closing", set()
        )


class UserManager(BaseUserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]  # built at runtime
    """Creates accounts; Django's createsuperuser needs these two verbs."""

    def create_user(self, email: str, password: str | None = None, **facts: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: object) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **facts)


class User(AbstractBaseUser, PermissionsMixin):
    """A person.

    Without an e-mail address nobody can sign in: so are the authors of an imported archive, who
    may claim their posts (``claim_email``), and former members, whose posts stay.
    """

    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    claim_email = models.EmailField(_("address in an archive"), blank=True, db_index=True)
    display_name = models.CharField(_("name others see"), max_length=80, blank=True)
    about = models.TextField(_("about me"), max_length=1000, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default=settings.TIME_ZONE)
    light_mode = models.CharField(
        _("light mode"),
        max_length=4,
        choices=LightMode,
        default=LightMode.AUTO,
        help_text=_("Pictures become links that say what they weigh; rooms ask once a minute."),
    )
    is_active = models.BooleanField(
        _("may sign in"), default=True, help_text=_("Unticked: the account is suspended or closed.")
    )
    is_staff = models.BooleanField(_("looks after the site"), default=False)
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_any_case"),
            models.CheckConstraint(
                condition=models.Q(light_mode__in=LightMode.values), name="known_light_mode"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:  # noqa: FBT001, FBT002 -- Django's signature
        raise ProtectedError(
            "Close the account instead: communities.people.services.closing", {self}
        )

    def get_full_name(self) -> str:
        if self.closed_at is not None:
            return pgettext_lazy("a closed account", "former member").__str__()
        return self.display_name or _("no name yet").__str__()

    def get_short_name(self) -> str:
        return self.get_full_name()


class Organisation(models.Model):
    """A body whose people may read what the communities it hosts share."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.TextField(_("what it does"), max_length=1000, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationDomain(models.Model):
    """An e-mail domain whose verified addresses make their owner one of the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(_("e-mail domain"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("e-mail domain")
        verbose_name_plural = _("e-mail domains")
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain


class OrganisationMember(models.Model):
    """A person belongs to an organisation."""

    class Source(models.TextChoices):
        DOMAIN = "domain", _("by e-mail domain")
        INVITATION = "invitation", _("by invitation")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organisation_links"
    )
    source = models.CharField(_("how"), max_length=12, choices=Source)
    is_steward = models.BooleanField(_("may invite others"), default=False)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("member of an organisation")
        verbose_name_plural = _("members of organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="person_once_in_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"


class OrganisationInvitation(models.Model):
    """A link that lets somebody become one of the organisation; only the token's hash is kept."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires on"))
    uses_left = models.PositiveSmallIntegerField(_("uses left"), default=1)

    class Meta:
        verbose_name = _("invitation to an organisation")
        verbose_name_plural = _("invitations to organisations")

    def __str__(self) -> str:
        return f"{self.organisation} ← {self.email}"
