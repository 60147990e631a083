"""Holding a topic while it changes."""

from forums.spaces.models import Topic


def hold_topic(pk: int) -> Topic:
    """Lock a topic until the transaction ends, then read it with its facts and its space.

    Two statements, since PostgreSQL joins a row it waited for with the others as they were before
    the wait: an old position, or no space at all when the topic has moved.
    """
    Topic.objects.select_for_update().values_list("pk").get(pk=pk)
    return Topic.objects.select_related("forum__space__community", "detail").get(pk=pk)
