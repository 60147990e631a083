"""Configuration of the library."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from communities.pages.apps import STEPS


class LibraryConfig(AppConfig):
    name = "resources.library"
    label = "library"
    verbose_name = _("Library")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A community's page and its editors come before the review of what stands under it.
        for module in (
            *STEPS,
            "resources.library.services.workflows",
            "resources.library.letters",
            "resources.library.services.files",
            "resources.library.services.harvesting",
            "resources.library.services.reading_lists",
            "resources.library.services.sessions",
        ):
            import_module(module)
        from resources.library import search  # noqa: PLC0415 -- needs the models

        search.register()
