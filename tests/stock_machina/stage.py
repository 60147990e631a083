"""People, forums and topics for the proofs, made through machina's own models."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from machina.apps.forum_permission.shortcuts import assign_perm
from machina.core.db.models import get_model

Attachment: Any = get_model("forum_attachments", "Attachment")
Forum: Any = get_model("forum", "Forum")
Post: Any = get_model("forum_conversation", "Post")
Topic: Any = get_model("forum_conversation", "Topic")


def person(name: str) -> User:
    return User.objects.create_user(username=name)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def forum(name: str, *, parent: Any = None) -> Any:
    kind = Forum.FORUM_POST if parent or not name.startswith("Category") else Forum.FORUM_CAT
    return Forum.objects.create(name=name, type=kind, parent=parent)


def topic(place: Any, author: User, subject: str, **facts: Any) -> Any:
    """Start a topic with its first post."""
    facts = {"type": Topic.TOPIC_POST, "status": Topic.TOPIC_UNLOCKED, **facts}
    started = Topic.objects.create(forum=place, poster=author, subject=subject, **facts)
    approved = facts.get("approved", True)
    Post.objects.create(
        topic=started, poster=author, subject=subject, content=subject, approved=approved
    )
    return Topic.objects.get(pk=started.pk)


def allow(who: object, place: Any, *codenames: str) -> None:
    """Grant permissions in one forum (``None``: everywhere)."""
    for codename in codenames:
        assign_perm(codename, who, place)


def topic_url(found: Any, place: Any = None) -> str:
    """Build a topic's address; with ``place`` under a forum it may not belong to."""
    place = place or found.forum
    return f"/forum/forum/{place.slug}-{place.pk}/topic/{found.slug}-{found.pk}/"


def when_query_mentions(words: str, act: Callable[[], object]) -> Any:
    """Run ``act`` once, just before the first query with these words: another request comes in."""
    pending = [act]

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django's signature
        if words in sql and pending:
            pending.pop()()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)
