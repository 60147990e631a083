"""The product's settings as they are, but for static files: these tests show none."""

from cop_site.settings.base import *  # noqa: F403 -- the environment comes first

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
