"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Name the site, and the number of this request for error pages."""
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "request_id": getattr(request, "number", ""),
    }
