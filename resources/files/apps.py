"""Configuration of the files app: template tags, no tables of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "resources.files"
    label = "files"
    verbose_name = _("Files")
