"""Configuration of the live app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    name = "communities.live"
    label = "live"
    verbose_name = _("Live")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from communities.live import joining, watches  # noqa: F401, PLC0415 -- register themselves
