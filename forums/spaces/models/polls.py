"""A question to the readers of a topic, and their answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.machina_apps.forum_conversation.models import Topic


class Poll(models.Model):
    """A question asked at the head of a topic."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="own_poll"
    )
    question = models.CharField(_("question"), max_length=255)
    max_choices = models.PositiveSmallIntegerField(_("answers each may choose"), default=1)
    may_change = models.BooleanField(_("people may change their vote"), default=True)
    closes_at = models.DateTimeField(_("closes on"), null=True, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints = [
            models.CheckConstraint(condition=models.Q(max_choices__gte=1), name="poll_has_choice"),
        ]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    """One possible answer."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(_("answer"), max_length=255)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("answer of a poll")
        verbose_name_plural = _("answers of polls")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Ballot(models.Model):
    """A person voted; the constraint is what makes it one vote per person."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    cast_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            models.UniqueConstraint(fields=["poll", "voter"], name="one_ballot_each"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.voter_id}"


class BallotChoice(models.Model):
    """An answer chosen on a ballot."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="choices")

    class Meta:
        verbose_name = _("choice on a ballot")
        verbose_name_plural = _("choices on ballots")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "option"], name="option_once_on_a_ballot"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.option_id}"
