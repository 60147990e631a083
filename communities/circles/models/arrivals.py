"""How people come in: invitations and requests to join."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import CircleChoice
from communities.circles.models.community import Community


class Invitation(models.Model):
    """A link into a circle of a community; only the hash of its token is kept."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    circle = models.PositiveSmallIntegerField(
        _("circle"), choices=CircleChoice, default=CircleChoice.OUTER
    )
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("Empty: a link anybody may use.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires on"))
    uses_left = models.PositiveSmallIntegerField(_("uses left"), default=1)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.community} ← {self.email}"

    @property
    def is_usable(self) -> bool:
        return self.revoked_at is None and self.uses_left > 0 and self.expires_at > timezone.now()


class JoinRequest(models.Model):
    """A person asks to become a member."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    message = models.TextField(_("a word about you and your practice"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    was_accepted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"],
                condition=Q(decided_at__isnull=True),
                name="one_open_request_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.community}"
