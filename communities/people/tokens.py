"""Secret links: a random token for the person, its hash for the database."""

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SecretLink:
    """The token goes into the link and nowhere else; the hash is stored."""

    token: str
    token_hash: str


def new_secret_link() -> SecretLink:
    """Make a link of 256 random bits."""
    token = secrets.token_urlsafe(32)
    return SecretLink(token, hash_token(token))


def hash_token(token: str) -> str:
    """Hash a token; no salt is needed, since tokens are random and long."""
    return hashlib.sha256(token.encode()).hexdigest()
