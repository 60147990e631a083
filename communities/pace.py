"""How often somebody may do something within some time; counted in the cache, so roughly."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MINUTE, HOUR = 60, 3600


def count_in_minute(what: str, who: object) -> int:
    """Count one more within this minute and return how many there were; 0 when nothing counts."""
    return count_within(MINUTE, what, who)


def count_within(seconds: int, what: str, who: object) -> int:
    """Count one more within this span of time, as ``count_in_minute`` does."""
    key = f"pace:{what}:{who}:{int(time.time() // seconds)}"
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it expired between the two, or the cache is away
        return 0


def is_too_fast(request: HttpRequest, what: str, *, member: int, visitor: int) -> bool:
    """Tell whether a person, or a visitor's address, does it more often than so in a minute."""
    person = request.user.pk
    who, most = (person, member) if person else (get_adapter().get_client_ip(request), visitor)
    return count_in_minute(what, who) > most
