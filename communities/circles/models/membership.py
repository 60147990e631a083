"""Who belongs to a community, how near, and how that came about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.circles.choices import CircleChoice
from communities.circles.models.community import Community


class Membership(models.Model):
    """A person belongs to a circle of a community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    circle = models.PositiveSmallIntegerField(_("circle"), choices=CircleChoice)
    since = models.DateTimeField(_("member since"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="one_membership_each"),
            models.CheckConstraint(
                condition=models.Q(circle__in=CircleChoice.values), name="membership_circle_known"
            ),
        ]
        indexes = [models.Index(fields=["community", "circle"], name="membership_by_circle")]

    def __str__(self) -> str:
        return f"{self.person} – {self.community}"


class CircleChange(models.Model):
    """One step in the history of a membership; rows are only ever added."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="circle_changes"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="circle_changes"
    )
    from_circle = models.PositiveSmallIntegerField(choices=CircleChoice, null=True)
    to_circle = models.PositiveSmallIntegerField(choices=CircleChoice, null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("change of circle")
        verbose_name_plural = _("changes of circle")
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.from_circle} → {self.to_circle}"


class CircleProposal(models.Model):
    """A circle proposed for a person from how much they took part; the core group decides."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="circle_proposals"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    circle = models.PositiveSmallIntegerField(_("proposed circle"), choices=CircleChoice)
    posts = models.PositiveIntegerField(_("posts"))
    active_months = models.PositiveIntegerField(_("months with a post"))
    last_active_at = models.DateTimeField(_("last post"), null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    was_accepted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("proposed circle")
        verbose_name_plural = _("proposed circles")
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="one_proposal_each"),
        ]
        ordering = ["-circle", "-posts", "pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_circle_display()}?"


class InvitedList(models.Model):
    """A named list of people that narrows the audience of a place."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invited_lists")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("invited list")
        verbose_name_plural = _("invited lists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InvitedListEntry(models.Model):
    """A person stands on an invited list."""

    invited_list = models.ForeignKey(InvitedList, on_delete=models.CASCADE, related_name="entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invited_list_entries"
    )

    class Meta:
        verbose_name = _("entry in an invited list")
        verbose_name_plural = _("entries in invited lists")
        constraints = [
            models.UniqueConstraint(fields=["invited_list", "person"], name="once_on_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.invited_list}"


class StaffEntry(models.Model):
    """A superuser entered the protected places of a community; its members see that."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="staff_entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_entries"
    )
    reason = models.CharField(_("reason"), max_length=300)
    entered_at = models.DateTimeField(_("entered"), auto_now_add=True)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("entry by site staff")
        verbose_name_plural = _("entries by site staff")
        ordering = ["-entered_at"]

    def __str__(self) -> str:
        return f"{self.person} → {self.community}"
