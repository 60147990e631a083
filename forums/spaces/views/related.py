"""What else is about the same as a topic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.context import community_context
from forums.spaces.search import thing_of
from forums.spaces.selectors.topics import access_topic
from resources.search.finding import ANSWERS, find_alike


@require_safe
def related(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the resources and topics that fit a topic; the topic's own page fetches them from here."""
    standing = standing_of(request)
    topic = access_topic(standing, pk)
    own = thing_of(topic.first_post_id, 1)
    found = find_alike(standing, topic.subject, kinds=ANSWERS, but=own)
    context = community_context(request, topic.forum.space.community, "spaces")
    return render(request, "spaces/related.html", context | {"topic": topic, "results": found})
