"""Choosing messages to keep in the forum as a topic."""

from typing import cast

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.people.models import User
from communities.policy import Action
from forums.chat.forms import KeepForm
from forums.chat.models import Message
from forums.chat.selectors.messages import messages_for_page, messages_of
from forums.chat.selectors.rooms import access_room
from forums.chat.services.keeping import keep_messages
from forums.chat.wire import wires_of
from forums.spaces.markup import clean
from forums.spaces.refusals import Refused
from forums.spaces.selectors.spaces import spaces_within
from forums.spaces.views.numbers import whole_number


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose messages of a page of the room, a title and a space."""
    standing = standing_of(request)
    shown = access_room(standing, pk, Action.CARE)
    form = KeepForm(
        request.POST or None,
        spaces=spaces_within(standing, shown.community, shown.scope),
        messages=messages_of(shown).filter(deleted_at__isnull=True),
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            topic = keep_messages(
                room=shown,
                messages=list(facts["message"].select_related("author")),
                space=facts["space"],
                title=facts["title"],
                by=cast("User", request.user),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            notices.success(request, _("The messages are kept in the forum."))
            return redirect("spaces:topic", topic.pk, topic.slug)
    page = messages_for_page(shown, before=whole_number(request.GET.get("before", "")))
    chosen = set(request.POST.getlist("message"))
    context = community_context(request, shown.community, "chat") | {
        "room": shown,
        "audience": audience_words(shown.scope),
        "form": form,
        "said": _choices(list(page.messages), chosen),
        "older": page.older,
    }
    return render(request, "chat/keep.html", context, status=400 if form.errors else 200)


def _choices(messages: list[Message], chosen: set[str]) -> list[dict[str, object]]:
    there = [one for one in messages if one.deleted_at is None]
    return [
        wire
        | {
            "html": SafeString(clean(message.html)),
            "local": timezone.localtime(message.sent_at),
            "is_chosen": str(message.pk) in chosen,
        }
        for message, wire in zip(there, wires_of(there), strict=True)
    ]
