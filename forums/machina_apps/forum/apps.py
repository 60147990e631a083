"""Configuration of machina's forum app, with our model in place of its own."""

from machina.apps.forum.apps import ForumAppConfig


class OwnForumConfig(ForumAppConfig):
    """Keeps machina's label and tables; ``default`` makes Django choose this class."""

    default = True
    name = "forums.machina_apps.forum"
    default_auto_field = "django.db.models.AutoField"
