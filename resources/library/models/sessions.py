"""Which resource was made of the minutes of which session."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.facilitation.choices import Attribution
from communities.facilitation.models import Session
from communities.policy import Scope
from resources.library.models.resource import ResourcePage


class SessionResource(models.Model):
    """A session becomes one resource at the most; it stays within what the session's client allows."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="+")
    page = models.OneToOneField(ResourcePage, on_delete=models.CASCADE, related_name="from_session")
    attribution = models.CharField(max_length=8, choices=Attribution)  # under which it was worded
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("resource made of a session")
        verbose_name_plural = _("resources made of sessions")

    def __str__(self) -> str:
        return f"{self.session_id} → {self.page_id}"

    @property
    def bound(self) -> Scope | None:
        """Who may read it at the most: whoever reads the minutes; none once they are gone."""
        minutes = getattr(self.session, "minutes", None)
        return minutes.scope if minutes is not None else None
