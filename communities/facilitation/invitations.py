"""Names of calendar entries; that of an invitation proves that its bearer received it."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer

SALT = "facilitation.invitation"
NAMED = re.compile(r"session-(\d{1,18}\.\d{1,18}\.[\w-]{20,100})@", re.ASCII)


def invitation_uid(session_id: int, participant_id: int) -> str:
    """Name one participant's invitation; who does not know the secret key cannot."""
    return f"session-{_signer().sign(f'{session_id}.{participant_id}')}@{_host()}"


def guest_uid(session_id: int, guest_id: int) -> str:
    """Name a guest's entry; no reply is taken for it."""
    return f"session-{session_id}-guest-{guest_id}@{_host()}"


def open_uid(session_id: int) -> str:
    """Name a session as everybody may know it."""
    return f"session-{session_id}@{_host()}"


def named_by(uid: str) -> tuple[int, int] | None:
    """Return the session and the participant that a genuine invitation names."""
    found = NAMED.match(uid)
    if found is None:
        return None
    try:
        session, participant = _signer().unsign(found[1]).split(".")
    except (BadSignature, ValueError):
        return None
    return int(session), int(participant)


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
