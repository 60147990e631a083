"""Configuration of machina's conversation app, with our models in place of its own."""

from machina.apps.forum_conversation.apps import ForumConversationAppConfig


class OwnForumConversationConfig(ForumConversationAppConfig):
    """Keeps machina's label and tables; ``default`` makes Django choose this class."""

    default = True
    name = "forums.machina_apps.forum_conversation"
    default_auto_field = "django.db.models.AutoField"
