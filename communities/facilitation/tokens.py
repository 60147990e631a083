"""A guest's secret link: the same each time, so that later letters can name it again.

Only its hash is stored, and without the site's secret key nobody can make it.
"""

from base64 import urlsafe_b64encode

from django.utils.crypto import salted_hmac

from communities.facilitation.models import Guest

SALT = "facilitation.guest"


def guest_token(guest: Guest) -> str:
    """Return the token of a registration: 256 bits that follow from the site's secret key."""
    named = f"{guest.session_id}:{guest.email}"
    digest = salted_hmac(SALT, named, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
