"""What is contributed in a session: each under its step, once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Kind, Nature
from communities.facilitation.models.sessions import Session


class Contribution(models.Model):
    """A contribution; ``position`` orders it and ``changed`` says when it last changed.

    Both are numbers of the session's sequence, as with chat messages.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="contributions")
    step = models.CharField(max_length=60)  # the key of the step
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="session_contributions"
    )
    body = models.TextField(_("text"), max_length=4000)
    nature = models.CharField(
        _("nature"), max_length=13, choices=Nature, blank=True
    )  # of a subject
    due_on = models.DateField(_("by when"), null=True, blank=True)  # of a commitment
    help_wanted = models.CharField(_("help wanted"), max_length=300, blank=True)
    cluster = models.CharField(_("group of ideas"), max_length=80, blank=True)
    position = models.PositiveBigIntegerField()
    changed = models.PositiveBigIntegerField()
    client_key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001 -- unique; a form may send none
    said_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="one_contribution_at_a_position"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="kind_known"),
        ]
        indexes = [models.Index(fields=["session", "changed"], name="contribution_by_change")]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.position}"


class ContractAnswer(models.Model):
    """What somebody says to the client's contract; new words of it begin with no answer."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="contract_answers"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    accepts = models.BooleanField()

    class Meta:
        verbose_name = _("answer to a contract")
        verbose_name_plural = _("answers to contracts")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "person"], name="one_contract_answer_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id}: {self.accepts}"


class Dot(models.Model):
    """A dot somebody laid on a contribution."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="dots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=60)  # the step that gave the dot

    class Meta:
        verbose_name = _("dot")
        verbose_name_plural = _("dots")
        constraints = [
            models.UniqueConstraint(fields=["contribution", "person"], name="one_dot_on_each")
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} ← {self.person_id}"
