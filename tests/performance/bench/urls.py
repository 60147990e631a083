"""Our addresses and the empty page that is the floor of every comparison."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing."""
    return HttpResponse()


urlpatterns = [path("bench/empty/", empty), path("", include("cop_site.urls"))]
