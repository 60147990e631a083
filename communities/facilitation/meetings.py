"""Rooms for meetings at addresses that the site's settings offer, under names nobody guesses."""

import secrets
from urllib.parse import urlsplit

from django.conf import settings


def offered_meetings() -> list[tuple[str, str]]:
    """List where a room can be had: its number in the settings and the name of the host."""
    addresses = settings.MEETING_URL_TEMPLATES
    return [(str(n), urlsplit(address).hostname or address) for n, address in enumerate(addresses)]


def meeting_address(number: str) -> str:
    """Return the address of a new room."""
    address: str = settings.MEETING_URL_TEMPLATES[int(number)]
    return address.replace("{room}", secrets.token_urlsafe(15))
