"""Who takes part in a session, as what, and whether they come."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Answer, Role
from communities.facilitation.models.sessions import Session
from communities.facilitation.running import Stage


class Participant(models.Model):
    """A person in a session; who stands here also stands on the session's list."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="session_seats"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    answer = models.CharField(_("answer"), max_length=7, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    told_sequence = models.IntegerField(default=-1)  # the ics_sequence of the last letter
    reminded_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)  # the words of confidentiality
    hand_at = models.DateTimeField(null=True, blank=True)  # raised; none: down
    had_floor_in = models.CharField(max_length=60, blank=True)  # the step whose round they spoke in
    is_seated = models.BooleanField(default=False)  # where a step has seats

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="one_seat_each"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(role=Role.CLIENT), name="one_client_each"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="session_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_leading(self) -> bool:
        return self.role == Role.FACILITATOR

    @property
    def is_asked(self) -> bool:
        """Tell whether the session waits for an answer."""
        return self.answer == Answer.WAITING and self.session.stage == Stage.PLANNED


class Guest(models.Model):
    """Somebody who registered for an open session without an account; only a token's hash is kept."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    time_zone = models.CharField(_("time zone"), max_length=64)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    registered_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the address is theirs
    told_sequence = models.IntegerField(default=-1)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("guest of a session")
        verbose_name_plural = _("guests of sessions")
        ordering = ["registered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "email"], name="one_registration_each")
        ]

    def __str__(self) -> str:
        return self.name
