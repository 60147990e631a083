"""Configuration of facilitated sessions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacilitationConfig(AppConfig):
    name = "communities.facilitation"
    label = "facilitation"
    verbose_name = _("Facilitated sessions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from communities.facilitation import live  # noqa: F401, PLC0415 -- registers its places
        from communities.facilitation.services import (  # noqa: PLC0415 -- need the models
            calendar_letters,  # noqa: F401 -- registers its steps
            commitments,  # noqa: F401 -- registers its step
            cycle_reports,  # noqa: F401 -- registers its step
            days,  # noqa: F401 -- registers its step
            experiments,  # noqa: F401 -- registers its step
            keys,  # noqa: F401 -- registers its step
            leading,  # noqa: F401 -- registers its step
            minutes,  # noqa: F401 -- registers its steps
            planning,  # noqa: F401 -- registers its step
        )
