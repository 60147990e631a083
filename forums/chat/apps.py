"""Configuration of the chat app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "forums.chat"
    label = "chat"
    verbose_name = _("Chat")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from communities.circles.places import describe_places  # noqa: PLC0415 -- needs the models
        from forums.chat import (  # noqa: PLC0415 -- need the models
            live,  # noqa: F401 -- registers its frames and places
            search,
        )
        from forums.chat.places import rooms_of  # noqa: PLC0415 -- needs the models
        from forums.chat.services import rooms, sessions  # noqa: F401, PLC0415 -- register steps

        describe_places(rooms_of)
        search.register()
