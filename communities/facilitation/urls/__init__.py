"""Addresses of formats and sessions: one namespace."""

from communities.facilitation.urls import formats, live, remains

app_name = "facilitation"
urlpatterns = [*formats.urlpatterns, *live.urlpatterns, *remains.urlpatterns]
