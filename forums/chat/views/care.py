"""What the core group does with rooms: open, change, close, download."""

from typing import Any, cast

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.circles.selectors import access_community
from communities.circles.services.audiences import Audiences
from communities.people.models import User
from communities.policy import Action
from forums.chat.forms import RoomForm
from forums.chat.models import Room
from forums.chat.selectors.rooms import access_room, events_of
from forums.chat.services.exports import FORMATS, export_room
from forums.chat.services.rooms import (
    change_room_audiences,
    close_room,
    keep_messages_for,
    open_room,
    rename_room,
    room_holds_back,
)
from forums.spaces.views.audiences import audiences_from, initial_of, new_readers

EVENTS = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_room(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a room."""
    community = access_community(standing_of(request), slug, Action.CARE)
    form = RoomForm(request.POST or None, community=community, initial={"read": 3, "write": 3})
    if request.method == "POST" and form.is_valid():
        person = cast("User", request.user)
        facts = form.cleaned_data
        opened = open_room(
            community=community,
            name=facts["name"],
            audiences=audiences_from(form, person),
            by=person,
        )
        if facts["retention_days"]:
            keep_messages_for(room=opened, days=facts["retention_days"], by=person)
        notices.success(request, _("The room is open."))
        return redirect(opened)
    context = community_context(request, community, "chat") | {"form": form}
    return render(request, "chat/room_form.html", context, status=400 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a room's name, who reads and writes there, and how long it remembers."""
    shown = access_room(standing_of(request), pk, Action.CARE)
    initial = initial_of(shown) | {"name": shown.name, "retention_days": shown.retention_days}
    form = RoomForm(request.POST or None, community=shown.community, initial=initial)
    wider: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        wanted = audiences_from(form, cast("User", request.user))
        if not room_holds_back(shown, wanted) or "confirmed" in request.POST:
            return _keep(request, form, shown, wanted)
        wider = {"wider": True, "new_readers": new_readers(shown, wanted)}
    context = community_context(request, shown.community, "chat") | wider
    context |= {
        "room": shown,
        "form": form,
        "audience": audience_words(shown.scope),
        "events": events_of(shown)[:EVENTS],
    }
    return render(request, "chat/room_settings.html", context, status=400 if form.errors else 200)


def _keep(request: HttpRequest, form: RoomForm, shown: Room, wanted: Audiences) -> HttpResponse:
    person, facts = cast("User", request.user), form.cleaned_data
    change = change_room_audiences(room=shown, audiences=wanted, by=person)
    rename_room(room=shown, name=facts["name"])
    keep_messages_for(room=shown, days=facts["retention_days"], by=person)
    if change.kept is not None:
        text = _("What was said before stays with its readers, in “%(name)s”.")
        notices.info(request, text % {"name": change.kept.name})
    notices.success(request, _("The changes are kept."))
    return redirect("chat:settings", shown.pk)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a room read only, or open it again."""
    shown = access_room(standing_of(request), pk, Action.CARE)
    if close_room(room=shown, closed=shown.closed_at is None, by=cast("User", request.user)):
        notices.success(request, _("The changes are kept."))
    return redirect("chat:settings", shown.pk)


@login_required
@require_POST
def export(request: HttpRequest, pk: int, format: str) -> HttpResponseBase:  # noqa: A002 -- named in the address
    """Download a room's history; members see that it happened."""
    shown = access_room(standing_of(request), pk, Action.CARE)
    if format not in FORMATS:
        raise Http404
    parts = export_room(room=shown, by=cast("User", request.user), format=format)
    response = StreamingHttpResponse(
        (part.encode() for part in parts), content_type=f"{FORMATS[format]}; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="room-{shown.pk}.{format}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
