"""Addresses of a running session."""

from django.urls import path

from communities.facilitation.views import live, live_acts, live_edit

SESSION = "sessions/<int:pk>/"
SAID = f"{SESSION}contributions/<int:said>/"
urlpatterns = [
    path(SESSION, live.live, name="session"),  # TEMPORARY
    path(f"{SESSION}live/", live.live, name="live"),
    path(f"{SESSION}changes/", live.changes, name="changes"),
    path(f"{SESSION}enter/", live_acts.enter, name="enter"),
    path(f"{SESSION}act/", live_acts.act, name="act"),
    path(f"{SESSION}say/", live_acts.say, name="say"),
    path(f"{SESSION}hand/", live_acts.hand, name="hand"),
    path(f"{SESSION}floor/", live_acts.floor, name="floor"),
    path(f"{SESSION}seat/", live_acts.seat, name="seat"),
    path(f"{SAID}edit/", live_edit.edit, name="edit-contribution"),
    path(f"{SAID}withdraw/", live_acts.withdraw, name="withdraw-contribution"),
    path(f"{SAID}dot/", live_acts.dot, name="dot"),
    path(f"{SAID}group/", live_acts.group, name="group"),
    path(f"{SAID}accept/", live_acts.accept, name="accept-contract"),
]
