"""Addresses of formats and sessions: one namespace."""

from communities.facilitation.urls import calendars, formats, live, stand_in

app_name = "facilitation"
urlpatterns = [
    *formats.urlpatterns,
    *live.urlpatterns,
    *calendars.urlpatterns,
    *stand_in.urlpatterns,
]
