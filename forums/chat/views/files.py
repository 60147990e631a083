"""Private files of messages: each request asks the policy, then streams."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from communities.access import standing_of
from forums.chat.selectors.messages import access_message_file
from forums.spaces.views.files import streamed


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Stream a file; pictures show in the browser, all else is saved."""
    return streamed(access_message_file(standing_of(request), key))
