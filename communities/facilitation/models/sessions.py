"""A facilitated session, protected by its list of participants, and the cycle it may belong to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.circles.choices import AudienceChoice
from communities.circles.models import Community, InvitedList
from communities.facilitation.choices import Attribution, Keeping, Mode, PaceChoice, StageChoice
from communities.facilitation.formats import Format, read_format
from communities.facilitation.models.formats import FormatVersion
from communities.facilitation.running import Course, Pace, Stage
from communities.policy import Audience, Scope


class Cycle(models.Model):
    """Sessions that a fixed group plans together around a question."""

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="session_cycles"
    )
    invited_list = models.ForeignKey(InvitedList, on_delete=models.PROTECT, related_name="cycles")
    read_audience = models.PositiveSmallIntegerField(choices=AudienceChoice)
    name = models.CharField(_("name"), max_length=120)
    question = models.TextField(_("guiding question"), max_length=1000, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("cycle of sessions")
        verbose_name_plural = _("cycles of sessions")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="cycle_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("facilitation:cycle", args=[self.pk])

    @property
    def scope(self) -> Scope:
        """The people of the cycle, and nobody else."""
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )


class Session(models.Model):
    """A session: what is planned, where its course stands, and what may remain of it.

    ``sequence`` counts every change that its participants may see; ``content`` is the format as it
    was when the session was planned, so that later versions change nothing of it. The columns from
    ``stage`` to ``turn`` are those of ``running.Course``.
    """

    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="facilitated_sessions"
    )
    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    invited_list = models.ForeignKey(
        InvitedList, on_delete=models.PROTECT, related_name="facilitated_sessions"
    )
    read_audience = models.PositiveSmallIntegerField(choices=AudienceChoice)
    is_public = models.BooleanField(
        _("open to everybody"),
        default=False,
        help_text=_("Its announcement is as public as the community; what is said stays inside."),
    )

    title = models.CharField(pgettext_lazy("of a session", "title"), max_length=120)
    question = models.TextField(_("question"), max_length=1000, blank=True)
    expected = models.TextField(_("expected results"), max_length=2000, blank=True)
    preparation = models.TextField(_("what to prepare"), max_length=4000, blank=True)
    material = models.TextField(_("material"), max_length=4000, blank=True)
    mode = models.CharField(_("how you meet"), max_length=7, choices=Mode, default=Mode.ONLINE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    meeting_url = models.URLField(_("link to the meeting"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places"), default=0)  # 0: any number
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)  # none: dates are asked
    time_zone = models.CharField(_("time zone of the session"), max_length=64)
    ics_sequence = models.PositiveIntegerField(default=0)  # RFC 5545: grows with each change

    content = models.JSONField()
    format_version = models.ForeignKey(
        FormatVersion, on_delete=models.SET_NULL, null=True, related_name="sessions"
    )
    lengths = models.JSONField(default=dict)  # step → minutes, or hours over days
    confidentiality = models.TextField(_("words of confidentiality"), max_length=2000)
    kept = models.CharField(
        _("what may be kept"), max_length=12, choices=Keeping, default=Keeping.PARTICIPANTS
    )
    kept_chosen_at = models.DateTimeField(null=True, blank=True)  # by the client, once it ended
    attribution = models.CharField(
        _("names in the minutes"), max_length=8, choices=Attribution, default=Attribution.NAMED
    )

    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    planned_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    told_step = models.CharField(max_length=60, blank=True)  # over days: whose closing was told

    sequence = models.PositiveBigIntegerField(default=0)
    stage = models.CharField(max_length=9, choices=StageChoice, default=Stage.PLANNED)
    pace = models.CharField(_("pace"), max_length=4, choices=PaceChoice, default=Pace.LIVE)
    step = models.PositiveSmallIntegerField(default=0)
    left = models.FloatField(default=0)
    since = models.FloatField(null=True, blank=True)
    revealed = models.JSONField(default=list)
    turn = models.PositiveIntegerField(default=0)
    floor = models.ForeignKey(
        "Participant", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    _read: tuple[Any, Format] | None = None

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=StageChoice.values), name="stage_known"),
            models.CheckConstraint(condition=Q(left__gte=0), name="time_left_not_negative"),
        ]
        indexes = [models.Index(fields=["community", "starts_at"], name="session_by_date")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("facilitation:session", args=[self.pk])

    @property
    def place_name(self) -> str:
        """The session's name among live places."""
        return f"session:{self.pk}"

    @property
    def scope(self) -> Scope:
        """Its participants, and nobody else."""
        return Scope(
            self.community_id,
            Audience(self.read_audience),
            invited_list_id=self.invited_list_id,
            is_open=self.community.is_open,
        )

    @property
    def course(self) -> Course:
        return Course(
            stage=Stage(self.stage),
            pace=Pace(self.pace),
            step=self.step,
            left=self.left,
            since=self.since,
            revealed=frozenset(self.revealed),
            turn=self.turn,
        )

    def read(self) -> Format:
        """Return the format it is led by; taken apart once as long as this instance lives."""
        if self._read is None or self._read[0] is not self.content:
            self._read = self.content, read_format(self.content)
        return self._read[1]


@dataclass(frozen=True, slots=True)
class Announced:
    """A session as others may hear of it: an open one is as public as its community."""

    session: Session

    @property
    def scope(self) -> Scope:
        return self.session.community.scope if self.session.is_public else self.session.scope
