"""Atom feeds of the newest public resources: the same for everybody, whoever asks."""

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.circles.models import Community
from resources.library.atom import ResourceFeed, feed_of
from resources.library.records import readable_in_xml, records_of
from resources.library.selectors.public import access_public_community, newest_public

ENTRIES = 30


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Give the newest public resources of all communities."""
    title = _("Resources of %(site)s") % {"site": settings.SITE_NAME}
    return _feed(request, None, title, reverse("library:index"))


@require_safe
def community_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the newest public resources of a community that everybody may know of."""
    community = access_public_community(slug)
    title = _("Resources of %(community)s") % {"community": community.name}
    return _feed(request, community, title, reverse("library:community", args=[slug]))


def _feed(
    request: HttpRequest, community: Community | None, title: str, listed_at: str
) -> HttpResponseBase:
    records = records_of(newest_public(community, ENTRIES))
    text = feed_of(
        records,
        title=readable_in_xml(title),
        address=settings.SITE_URL + listed_at,
        own_address=settings.SITE_URL + request.path,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = HttpResponse(text, content_type=ResourceFeed.content_type, headers={"ETag": etag})
    changed = int(max((one.changed_at.timestamp() for one in records), default=0))
    if changed:
        response.headers["Last-Modified"] = http_date(changed)
    answer = get_conditional_response(request, etag, changed or None, response)
    return answer if answer is not None else response
