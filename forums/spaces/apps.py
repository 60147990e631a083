"""Configuration of the spaces app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpacesConfig(AppConfig):
    name = "forums.spaces"
    label = "spaces"
    verbose_name = _("Spaces")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from communities.circles.places import describe_places  # noqa: PLC0415 -- needs the models
        from forums.spaces import search  # noqa: PLC0415 -- needs the models
        from forums.spaces.places import spaces_of  # noqa: PLC0415 -- needs the models
        from forums.spaces.services import claims, spaces  # noqa: F401, PLC0415 -- register their steps

        describe_places(spaces_of)
        search.register()
