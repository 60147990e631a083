"""Who stands behind a socket: the session decides, each time it is asked."""

from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie

from communities.access import access_for
from communities.people.models import User
from communities.policy import Standing


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in person as a socket knows them."""

    person: User
    standing: Standing

    @property
    def person_id(self) -> int:
        return self.person.pk

    @property
    def name(self) -> str:
        return str(self.person)


def session_key_of(scope: dict[str, Any]) -> str:
    """Read the session's key from the handshake's cookies; empty when there is none."""
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            cookies = parse_cookie(value.decode("latin1"))
            return cookies.get(settings.SESSION_COOKIE_NAME, "")
    return ""


def identify(session_key: str) -> Identity | None:
    """Load the session's person and standing, four queries; none when the session is over."""
    if not session_key:
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(cast("HttpRequest", SimpleNamespace(session=store)))
    if not isinstance(user, User) or not user.is_active:
        return None
    return Identity(user, access_for(user))
