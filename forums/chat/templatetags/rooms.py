"""The room beside a session, for its page."""

from django import template
from django.template.context import Context

from communities.access import standing_of
from communities.facilitation.models import Session
from forums.chat.models import Room
from forums.chat.selectors.rooms import visible_rooms

register = template.Library()


@register.simple_tag(takes_context=True)
def session_room(context: Context, session: Session) -> Room | None:
    """Return the room beside a session, for who may read it."""
    rows = visible_rooms(standing_of(context["request"]))
    found: Room | None = rows.filter(session_link__session=session).first()
    return found
