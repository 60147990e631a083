"""What remains of sessions: minutes, commitments with their follow-up, and experiments."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, InvitedList
from communities.facilitation.choices import Outcome
from communities.facilitation.models.contributions import Contribution
from communities.facilitation.models.sessions import Cycle, Session
from communities.policy import Audience, Scope


class Minutes(models.Model):
    """What a session leaves to read, as far as its client allows; Markdown."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="minutes")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="+")
    read_audience = models.PositiveSmallIntegerField(_("who can read"), choices=AudienceChoice)
    invited_list = models.ForeignKey(
        InvitedList, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes"
    )
    body = models.TextField(_("minutes"), max_length=60_000)
    assembled_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # the facilitator, to share them

    class Meta:
        verbose_name = _("minutes of a session")
        verbose_name_plural = _("minutes of sessions")

    def __str__(self) -> str:
        return f"{self.session_id}"

    @property
    def scope(self) -> Scope:
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )


class Commitment(models.Model):
    """What somebody said they would do; it comes back to them at its date, and only to them."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="commitments"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="commitments")
    contribution = models.OneToOneField(
        Contribution, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitment"
    )
    action = models.TextField(_("what I will do"), max_length=1000)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    help_wanted = models.CharField(_("help wanted"), max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # what happened?
    outcome = models.CharField(_("how it went"), max_length=8, choices=Outcome, blank=True)
    what_happened = models.TextField(_("what happened"), max_length=2000, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.action


class Experiment(models.Model):
    """What a member tries between sessions; the members of the community, or of the cycle, read it."""

    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="experiments")
    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="experiments"
    )
    read_audience = models.PositiveSmallIntegerField(choices=AudienceChoice)
    invited_list = models.ForeignKey(
        InvitedList, on_delete=models.PROTECT, null=True, blank=True, related_name="experiments"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="experiments"
    )
    attempt = models.TextField(_("what I will try"), max_length=2000)
    happened = models.TextField(_("what happened"), max_length=2000, blank=True)
    learned = models.TextField(_("what I learned"), max_length=2000, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.attempt

    @property
    def scope(self) -> Scope:
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            Audience.OUTER,
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )
