"""Addresses of communities: one namespace for circles and pages."""

from communities.circles import urls as circles
from communities.pages import urls as pages

app_name = "communities"
urlpatterns = [*circles.urlpatterns, *pages.urlpatterns]
