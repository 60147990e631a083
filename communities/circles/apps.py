"""Configuration of the circles app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CirclesConfig(AppConfig):
    name = "communities.circles"
    label = "circles"
    verbose_name = _("Communities and circles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from communities.circles.services import accounts  # noqa: F401, PLC0415 -- registers its steps
