"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest

from communities.people.light_mode import is_light, light_mode_of


def site(request: HttpRequest) -> dict[str, object]:
    """Name the site, whether the page is light, and this request's number for error pages."""
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "is_light": is_light(request),
        "light_mode": light_mode_of(request).value,
        "request_id": getattr(request, "number", ""),
    }
