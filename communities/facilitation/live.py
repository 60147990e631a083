"""Sessions as places that sockets join; what is done in them goes through forms."""

from communities.facilitation.selectors.live import (
    entered_session,
    news_of_sessions,
    readable_sessions,
)
from communities.live.places import PlaceKind, register_places

register_places(PlaceKind("session", readable_sessions, news_of_sessions, entered_session))
