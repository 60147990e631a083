"""What happened to a good practice elsewhere: adaptations, and who adopted it where."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.library.choices import Adoption
from resources.library.models.resource import ResourcePage


class Adaptation(models.Model):
    """Somebody did it elsewhere, changed something, and tells what happened."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="adaptations")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="adaptations"
    )
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=120)
    changed = models.TextField(_("what was changed"), max_length=4000)
    happened = models.TextField(_("what happened"), max_length=4000, blank=True)
    done_on = models.DateField(_("when"), null=True, blank=True)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page} – {self.place}"


class Stance(models.Model):
    """What one person says a good practice is for their organisation, in their place."""

    page = models.ForeignKey(ResourcePage, on_delete=models.CASCADE, related_name="stances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stances"
    )
    adoption = models.CharField(_("what we say of it"), max_length=8, choices=Adoption)
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=120)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("stance on a good practice")
        verbose_name_plural = _("stances on good practices")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "person"], name="one_stance_each"),
            models.CheckConstraint(
                condition=Q(adoption__in=Adoption.values), name="stance_adoption_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.adoption}"
