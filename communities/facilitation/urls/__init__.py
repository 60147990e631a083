"""Addresses of formats and sessions: one namespace."""

from communities.facilitation.urls import formats, remains

app_name = "facilitation"
urlpatterns = [*formats.urlpatterns, *remains.urlpatterns]
