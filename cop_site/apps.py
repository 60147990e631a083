"""Configuration of the site itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CopSiteConfig(AppConfig):
    name = "cop_site"
    label = "cop_site"
    verbose_name = _("Site")

    def ready(self) -> None:
        from cop_site import checks  # noqa: F401, PLC0415 -- registers itself
