"""A signed-in browser without the signing in: cookies made from the database."""

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

CSRF_SECRET = "c" * 32  # Django accepts a form that repeats the cookie


def cookies_of(person: Any, backend: str) -> str:
    """Store a session of this person and return the ``Cookie`` header."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}; csrftoken={CSRF_SECRET}"
