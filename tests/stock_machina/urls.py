"""The addresses of machina's guide, and one empty page."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from machina import urls as machina_urls


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what a page of some other app would be."""
    return HttpResponse()


urlpatterns = [
    path("admin/", admin.site.urls),
    path("bench/empty/", empty),
    path("forum/", include(machina_urls)),
]
