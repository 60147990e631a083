"""Every address of Wagtail's admin, found where Django finds them."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from communities.pages.models import ScopedPage


def admin_addresses(page: ScopedPage) -> Iterator[str]:
    """Every address of the admin, with the keys of the secret things filled in."""

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    revision = page.latest_revision.pk
    app = (r"<(slug:|str:)?(content_type_)?app_(label|name)>", page._meta.app_label)
    model = (r"<(slug:|str:)?(content_type_)?model_name>", page._meta.model_name or "")
    for route in walk(get_resolver().url_patterns, ""):
        if not route.startswith("cms/") or "logout" in route or "failwhale" in route:
            continue
        filled = re.sub(*model, re.sub(*app, route))
        filled = re.sub(r"<[^>]*revision[^>]*>", str(revision), filled)
        filled = re.sub(r"<(int|str|slug|path|uuid):[^>]*>|\(\?P<[^)]*\)", str(page.pk), filled)
        yield "/" + re.sub(r"[\^$\\]|\\Z", "", filled)
