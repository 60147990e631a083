"""How a session is prepared: dates to choose from, and the facilitator's private board."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Availability
from communities.facilitation.models.participants import Participant
from communities.facilitation.models.sessions import Session


class DateOption(models.Model):
    """A moment at which a session could begin."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="date_options")
    starts_at = models.DateTimeField(_("could begin"))

    class Meta:
        verbose_name = _("possible date")
        verbose_name_plural = _("possible dates")
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["session", "starts_at"], name="one_option_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.starts_at}"


class DateAnswer(models.Model):
    """Whether a possible date suits a participant."""

    option = models.ForeignKey(DateOption, on_delete=models.CASCADE, related_name="answers")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="date_answers"
    )
    availability = models.CharField(max_length=5, choices=Availability)

    class Meta:
        verbose_name = _("answer to a date")
        verbose_name_plural = _("answers to dates")
        constraints = [
            models.UniqueConstraint(fields=["option", "participant"], name="one_date_answer_each")
        ]

    def __str__(self) -> str:
        return f"{self.option_id}: {self.availability}"


class Board(models.Model):
    """What the facilitators of a session note for themselves; nobody else reads it."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="board")
    aim = models.TextField(_("aim"), max_length=2000, blank=True)
    sequence = models.TextField(_("sequence and timings"), max_length=4000, blank=True)
    material = models.TextField(_("material and tools"), max_length=4000, blank=True)
    fallback = models.TextField(_("if it goes otherwise"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("facilitator's board")
        verbose_name_plural = _("facilitators' boards")

    def __str__(self) -> str:
        return f"{self.session_id}"
