"""The rooms of a community, one room, and what changed in it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from communities.access import standing_of
from communities.circles.context import (
    audience_words,
    community_context,
    words_of_audiences,
)
from communities.circles.selectors import access_community
from communities.live.hub import hub
from communities.people.light_mode import is_light
from communities.people.models import User
from communities.policy import Action, can
from forums.chat.forms import MessageForm, NotifyForm
from forums.chat.models import ChatHours, Message, Reaction, Room, RoomMark
from forums.chat.selectors.messages import (
    PageOfMessages,
    answered_in,
    changes_since,
    first_unread,
    messages_for_page,
)
from forums.chat.selectors.rooms import (
    access_room,
    events_of,
    hours_of,
    mark_of,
    visible_rooms,
    with_unread,
)
from forums.chat.services.reading import mark_room_read
from forums.chat.wire import Wire, wires_of
from forums.spaces.markup import clean, excerpt
from forums.spaces.selectors.topics import visible_topics
from forums.spaces.views.numbers import whole_number

PER_PAGE = 50
EVENTS = 5
AROUND = 20
WORDS = 80


@require_safe
def rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """List the rooms one may read, with what is new in each."""
    standing = standing_of(request)
    community = access_community(standing, slug)
    # The room of a session stands beside it, not among the community's.
    shown = visible_rooms(standing, community).filter(session_link__isnull=True)
    rows = with_unread(shown, _person(request))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    words = words_of_audiences([room.scope for room in page])
    context = community_context(request, community, "chat") | {
        "page": page,
        "rows": [
            {
                "room": room,
                "audience": words[room.scope],
                "unread": getattr(room, "unread", 0),
                "last": excerpt(room.last_text or "", WORDS),
                "last_by": room.last_by,
                "last_at": room.last_at,
            }
            for room in page
        ],
    }
    return render(request, "chat/rooms.html", context)


@require_safe
def room(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show the newest messages of a room, or those around a place in it."""
    shown = access_room(standing_of(request), pk)
    if slug != shown.slug:
        address, query = shown.get_absolute_url(), request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address, permanent=True)
    context = room_context(request, shown)
    response = render(request, "chat/room.html", context)
    if context["is_beside"]:
        response.stands_in_a_page = True  # type: ignore[attr-defined]  # the policy's middleware reads it
    return response


def room_context(
    request: HttpRequest, shown: Room, form: MessageForm | None = None
) -> dict[str, Any]:
    """Gather what a room's page shows, whoever looks, and keep their place in it."""
    standing, person = standing_of(request), _person(request)
    is_beside = "beside" in request.GET
    page = _page(request, shown)
    mark = mark_of(person, shown) if person else None
    hours = hours_of(person) if person else None
    unread = first_unread(page.messages, mark.position, person) if person and mark else 0
    wires = _shown(request, page.messages, unread)
    if person is not None:
        hub.presence.seen(shown.place, person.pk, str(person))
        if page.messages and page.newer is None:
            mark_room_read(person=person, room=shown, position=page.messages[-1].position)
    reply = whole_number(request.GET.get("reply", ""))
    return community_context(request, shown.community, "chat") | {
        "room": shown,
        "is_beside": is_beside,
        "layout": "layouts/beside.html" if is_beside else "layouts/community.html",
        "audience": audience_words(shown.scope),
        "days": [
            (day, list(rows)) for day, rows in groupby(wires, key=lambda one: one["local"].date())
        ],
        "older": page.older,
        "newer": page.newer,
        "is_latest": page.newer is None,
        "may_write": person is not None and can(standing, Action.WRITE, shown.scope),
        "people": sorted(hub.presence.people_in(shown.place).items(), key=lambda one: one[1]),
        "mark": mark,
        "notify_form": NotifyForm(instance=mark or RoomMark()),
        "hours": hours,
        "events": events_of(shown)[:EVENTS],
        "form": form or MessageForm(initial={"reply_to": reply}),
        "reply": next(iter(wires_of(answered_in(shown, reply))), None) if reply else None,
        "reactions": [(kind.value, *kind.label.split(" ", 1)) for kind in Reaction.Kind],
        "chat": _for_script(request, shown, mark, hours),
    }


def _page(request: HttpRequest, shown: Room) -> PageOfMessages:
    before, at = (whole_number(request.GET.get(name, "")) for name in ("before", "at"))
    after = whole_number(request.GET.get("after", ""))
    if at is not None:
        return messages_for_page(shown, after=max(0, at - AROUND))
    return messages_for_page(shown, before=before, after=after)


def _shown(request: HttpRequest, messages: Sequence[Message], unread: int) -> list[Wire]:
    """Turn messages into what the template shows to this reader."""
    me = request.user.pk
    kept = {one.kept_in_id for one in messages if one.kept_in_id}
    topics = visible_topics(standing_of(request)).in_bulk(kept) if kept else {}
    wires = wires_of(messages)
    for message, wire in zip(messages, wires, strict=True):
        wire["html"] = SafeString(clean(wire["html"]))
        wire["own"] = message.author_id == me
        wire["local"] = timezone.localtime(message.sent_at)
        wire["is_new"] = message.position == unread
        wire["mine"] = [kind for kind, people in wire.get("r", {}).items() if me in people]
        if message.kept_in_id in topics:
            wire["kept"] = topics[message.kept_in_id]
    return wires


def _for_script(
    request: HttpRequest, shown: Room, mark: RoomMark | None, hours: ChatHours | None
) -> dict[str, Any]:
    person = _person(request)
    return {
        "room": shown.pk,
        "place": shown.place,
        "sequence": shown.sequence,
        "begins": shown.begins_after,
        "me": person.pk if person else None,
        "name": str(person) if person else "",
        "light": is_light(request),
        "language": request.LANGUAGE_CODE,
        "zone": timezone.get_current_timezone_name(),
        "urls": {
            "send": reverse("chat:send", args=[shown.pk]),
            "changes": reverse("chat:changes", args=[shown.pk]),
            "read": reverse("chat:read", args=[shown.pk]),
            "socket": "/live/",
            "message": "/m/",
        },
        "notify": mark.notify if mark else RoomMark.Notify.MENTIONS,
        "quiet": [hours.quiet_from, hours.quiet_to] if hours else None,
        "max_length": MessageForm.base_fields["body"].max_length,  # type: ignore[attr-defined]  # a text field
    }


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer what changed in a room after a number; 304 when nothing did.

    401 instead of a page to sign in on, for the script that asks.
    """
    try:
        shown = access_room(standing_of(request), pk)
    except Http404:
        if request.user.is_authenticated:
            raise
        return JsonResponse({}, status=401)
    person = _person(request)
    if person is not None:
        hub.presence.seen(shown.place, person.pk, str(person))
    tag = f'"{shown.sequence}-{shown.begins_after}"'
    # An answer that was compressed on its way comes back with a weak tag.
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response: HttpResponse = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        after = whole_number(request.GET.get("after", "")) or 0
        messages, more = changes_since(shown, after)
        response = JsonResponse(
            {
                "n": messages[-1].changed if more else shown.sequence,
                "begins": shown.begins_after,
                "more": more,
                "m": wires_of(messages),
            },
            json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
        )
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
