"""What readers and the core group do with a topic: vote, lock, pin, move."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.people.models import User
from communities.policy import Action
from forums.spaces.forms import MoveForm
from forums.spaces.refusals import Refused
from forums.spaces.selectors.polls import access_poll
from forums.spaces.selectors.spaces import spaces_within
from forums.spaces.selectors.topics import access_topic
from forums.spaces.services.care import lock_topic, move_topic, pin_topic
from forums.spaces.services.polls import cast_vote
from forums.spaces.views.numbers import whole_number


@login_required
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote in the poll of a topic, once."""
    poll = access_poll(standing_of(request), pk, Action.WRITE)
    options = [whole_number(one) or 0 for one in request.POST.getlist("option")]
    try:
        cast_vote(poll=poll, voter=cast("User", request.user), options=options)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your vote is counted."))
    return redirect("spaces:topic", pk, poll.topic.slug)


@login_required
@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock a topic, or unlock it."""
    shown = access_topic(standing_of(request), pk, Action.CARE)
    lock_topic(topic=shown, by=cast("User", request.user), locked=not shown.is_locked)
    return redirect("spaces:topic", pk, shown.slug)


@login_required
@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a topic at the head of its space, or let it go."""
    shown = access_topic(standing_of(request), pk, Action.CARE)
    pin_topic(topic=shown, by=cast("User", request.user), pinned=not shown.is_sticky)
    return redirect("spaces:topic", pk, shown.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a topic to a space whose audience is not wider."""
    standing = standing_of(request)
    shown = access_topic(standing, pk, Action.CARE)
    space = shown.forum.space
    others = spaces_within(standing, space.community, space.scope).exclude(pk=space.pk)
    form = MoveForm(request.POST or None, spaces=others)
    if request.method == "POST" and form.is_valid():
        to, reason = form.cleaned_data["space"], form.cleaned_data["reason"]
        try:
            move_topic(topic=shown, to=to, by=cast("User", request.user), reason=reason)
        except Refused as refusal:
            form.add_error("space", str(refusal))
        else:
            messages.success(request, _("The topic is moved; its links still work."))
            return redirect("spaces:topic", pk, shown.slug)
    context = community_context(request, space.community, "spaces") | {
        "space": space,
        "topic": shown,
        "audience": audience_words(space.scope),
        "form": form,
    }
    return render(request, "spaces/topic_move.html", context)
