"""Sending a message, and what one may do with one: a page without scripts, JSON for the script."""

import uuid
from typing import Any, cast

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import require, standing_of
from communities.circles.context import audience_words, community_context
from communities.people.models import User
from communities.policy import Action
from forums.chat.forms import EditMessageForm, MessageForm
from forums.chat.models import Message, Reaction
from forums.chat.selectors.messages import access_message, access_own_message
from forums.chat.selectors.rooms import access_room
from forums.chat.services.changes import (
    delete_message,
    edit_message,
    restore_message,
)
from forums.chat.services.changes import react as react_to
from forums.chat.services.sending import send_message
from forums.chat.views.rooms import room_context
from forums.chat.wire import Wire
from forums.spaces.refusals import Refused
from resources.files.inspection import inspect
from resources.files.refusals import FileRefused


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say something in a room; the script hears in its own way that one may not."""
    if not _wants_json(request):
        return login_required(_send)(request, pk)
    key = request.POST.get("client_key", "")
    if not request.user.is_authenticated:
        why = _("You are signed out; nothing was sent. Sign in again, and send it then.")
        return JsonResponse({"no": key, "why": why, "status": 401}, status=401)
    try:
        return _send(request, pk)
    except Http404:
        why = _("You can no longer read this room; nothing was sent.")
        return JsonResponse({"no": key, "why": why, "status": 404}, status=404)


def _send(request: HttpRequest, pk: int) -> HttpResponse:
    shown = access_room(standing_of(request), pk)
    form = MessageForm(request.POST, request.FILES)
    key = request.POST.get("client_key", "")
    if not form.is_valid():
        return _refused(request, shown.pk, form, 400)
    facts = form.cleaned_data
    try:
        sent = send_message(
            room=shown,
            author=cast("User", request.user),
            body=facts["body"],
            client_key=facts["client_key"] or str(uuid.uuid4()),
            reply_to=facts["reply_to"],
            files=[inspect(upload) for upload in facts["files"]],
        )
    except (Refused, FileRefused) as refusal:
        form.add_error(None, str(refusal))
        return _refused(request, shown.pk, form, refusal.status)
    if _wants_json(request):
        return JsonResponse(
            {"ok": key, "m": sent.wire, "n": sent.sequence}, status=201 if sent.is_new else 200
        )
    return redirect(f"{shown.get_absolute_url()}#m{sent.message.pk}")


def _refused(request: HttpRequest, pk: int, form: MessageForm, status: int) -> HttpResponse:
    if _wants_json(request):
        why = " ".join(str(words) for found in form.errors.values() for words in found)
        key = request.POST.get("client_key", "")
        return JsonResponse({"no": key, "why": why, "status": status}, status=status)
    shown = access_room(standing_of(request), pk)
    return render(request, "chat/room.html", room_context(request, shown, form), status=status)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Lead to a message in its room."""
    found = access_message(standing_of(request), pk)
    return redirect(f"{found.room.get_absolute_url()}?at={found.position}#m{found.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own message."""
    standing, person = standing_of(request), cast("User", request.user)
    found = access_message(standing, pk)
    if found.author_id != person.pk:
        require(standing, Action.CARE, found.room)
    form = EditMessageForm(request.POST or None, initial={"body": found.body})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                wire = edit_message(message=found, editor=person, body=form.cleaned_data["body"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return _done(request, found, wire)
    return render(request, "chat/edit.html", _context(request, found, form=form), status=status)


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the earlier versions of a message."""
    found = access_message(standing_of(request), pk)
    revisions = found.revisions.all() if found.deleted_at is None else []
    return render(request, "chat/history.html", _context(request, found, revisions=revisions))


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a message back."""
    person = cast("User", request.user)
    found = access_own_message(standing_of(request), pk, person)
    return _done(request, found, delete_message(message=found, by=person))


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a deleted message back."""
    found = access_own_message(standing_of(request), pk, cast("User", request.user))
    return _done(request, found, restore_message(message=found))


@login_required
@require_POST
def react(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer in one sign, or take it back."""
    found = access_message(standing_of(request), pk, Action.WRITE)
    kind = request.POST.get("kind")
    if kind not in Reaction.Kind.values or found.deleted_at is not None:
        return _done(request, found, None, status=400)
    person = cast("User", request.user)
    return _done(request, found, react_to(message=found, person=person, kind=Reaction.Kind(kind)))


def _done(
    request: HttpRequest, found: Message, wire: Wire | None, status: int = 200
) -> HttpResponse:
    if _wants_json(request):
        answer = {"m": wire, "n": wire["v"]} if wire else {}
        return JsonResponse(answer, status=status)
    if status != 200:  # noqa: PLR2004 -- HTTP's own number
        notices.error(request, _("That is not possible with this message."))
    return redirect(f"{found.room.get_absolute_url()}?at={found.position}#m{found.pk}")


def _context(request: HttpRequest, found: Message, **facts: Any) -> dict[str, Any]:
    return community_context(request, found.room.community, "chat") | {
        "room": found.room,
        "message": found,
        "audience": audience_words(found.room.scope),
        **facts,
    }


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
