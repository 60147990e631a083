"""Addresses of formats and sessions: one namespace."""

from communities.facilitation.urls import formats, live, planning

app_name = "facilitation"
urlpatterns = [*formats.urlpatterns, *planning.urlpatterns, *live.urlpatterns]
