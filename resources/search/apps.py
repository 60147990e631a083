"""Configuration of the search."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "resources.search"
    label = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("resources.search.sources")  # registers what communities hold
        import_module("resources.search.file_words")  # forgets the words of deleted files
