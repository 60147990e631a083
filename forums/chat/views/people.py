"""What a person keeps of rooms: how far they read, and when they want to be told."""

from typing import cast

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from communities.access import standing_of
from communities.people.models import User
from forums.chat.forms import HoursForm, NotifyForm
from forums.chat.models import RoomMark
from forums.chat.selectors.rooms import access_room, hours_of
from forums.chat.services.reading import choose_notify, choose_quiet_hours, mark_room_read
from forums.spaces.views.numbers import whole_number


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep how far one has read."""
    shown = access_room(standing_of(request), pk)
    position = whole_number(request.POST.get("position", "")) or 0
    position = min(position, shown.last_position)
    mark_room_read(person=cast("User", request.user), room=shown, position=position)
    return HttpResponse(status=204)


@login_required
@require_POST
def notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say when a room should tell one something."""
    shown = access_room(standing_of(request), pk)
    form = NotifyForm(request.POST)
    if form.is_valid():
        wish = RoomMark.Notify(form.cleaned_data["notify"])
        choose_notify(person=cast("User", request.user), room=shown, notify=wish)
        notices.success(request, _("The changes are kept."))
    return redirect(shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Set one's quiet hours."""
    person = cast("User", request.user)
    now = hours_of(person)
    initial = {"quiet_from": now.quiet_from, "quiet_to": now.quiet_to} if now else {}
    form = HoursForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        begin, end = form.cleaned_data["quiet_from"], form.cleaned_data["quiet_to"]
        choose_quiet_hours(person=person, hours=(begin, end) if begin and end else None)
        notices.success(request, _("The changes are kept."))
        return redirect("chat:hours")
    status = 400 if form.errors else 200
    return render(request, "chat/hours.html", {"form": form}, status=status)
