"""Addresses of formats and sessions: one namespace."""

from communities.facilitation.urls import calendars, formats, live, planning, remains

app_name = "facilitation"
urlpatterns = [
    *formats.urlpatterns,
    *planning.urlpatterns,
    *live.urlpatterns,
    *calendars.urlpatterns,
    *remains.urlpatterns,
]
