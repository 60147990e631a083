"""Switching light mode from the foot of any page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from communities.people.light_mode import keep_on_device
from communities.people.models import LightMode, User
from communities.people.services.light_mode import choose_light_mode


@require_POST
def light_mode(request: HttpRequest) -> HttpResponse:
    """Keep how light pages are to be, and lead back; what is no choice changes nothing."""
    response = redirect(_page_before(request))
    wanted = request.POST.get("light_mode")
    if wanted not in LightMode.values:
        return response
    choice = LightMode(wanted)
    if isinstance(request.user, User):
        choose_light_mode(person=request.user, choice=choice)
        keep_on_device(response, LightMode.AUTO)  # the account's choice counts from now on
    else:
        keep_on_device(response, choice)
    messages.success(request, _said(choice))
    return response


def _page_before(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(wanted, hosts, require_https=request.is_secure())
    return wanted if is_ours else "/"


def _said(choice: LightMode) -> str:
    if choice == LightMode.ON:
        return _("Light mode is on: pictures are links that say what they weigh.")
    if choice == LightMode.OFF:
        return _("Light mode is off: pages show small pictures.")
    return _("Light mode is on whenever your browser asks to save data.")
