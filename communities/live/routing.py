"""The address of the websocket."""

from django.urls import URLPattern, path

from communities.live.consumers import LiveConsumer

websocket_urlpatterns: list[URLPattern] = [path("live/", LiveConsumer.as_asgi())]
