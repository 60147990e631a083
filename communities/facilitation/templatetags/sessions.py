"""Sessions on pages that are about something else."""

from typing import Any

from django import template
from django.template import Context

from communities.access import standing_of
from communities.facilitation.selectors.calendars import next_seats
from communities.facilitation.times import times_for_page

register = template.Library()
MOST = 3


@register.simple_tag(takes_context=True)
def next_sessions(context: Context) -> list[dict[str, Any]]:
    """Fetch the sessions that the reader goes to next."""
    request = context["request"]
    if not request.user.is_authenticated:
        return []
    return [
        {"session": seat.session, "times": times_for_page(seat.session, is_signed_in=True)}
        for seat in next_seats(standing_of(request), request.user, MOST)
    ]
