"""Configuration of the pages app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

STEPS = (
    "communities.pages.services",
    "communities.pages.editors",
)  # a page first, then its editors


class PagesConfig(AppConfig):
    name = "communities.pages"
    label = "pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for module in STEPS:
            import_module(module)  # registers its steps
        import_module("communities.pages.rights")  # registers the policy
