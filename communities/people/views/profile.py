"""My profile, other people's, and closing an account."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.people.forms import CloseAccountForm, ProfileForm
from communities.people.light_mode import keep_on_device
from communities.people.models import LightMode, User
from communities.people.selectors import access_person, organisations_of, shared_communities
from communities.people.services.closing import AccountNeeded, close_account


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show and keep what a person tells about themselves."""
    person = cast("User", request.user)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        translation.activate(person.language)
        messages.success(request, _("Your profile is saved."))
        response = redirect("people:me")
        # What the account says counts from now on.
        response.delete_cookie("django_language")
        keep_on_device(response, LightMode.AUTO)
        return response
    organisations = organisations_of(person)
    return render(request, "people/me.html", {"form": form, "organisations": organisations})


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person to people who are signed in."""
    standing = standing_of(request)
    shown = access_person(standing, pk)
    context = {
        "person": shown,
        "communities": shared_communities(standing, shown),
        "organisations": organisations_of(shown),
    }
    return render(request, "people/person.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """Close one's own account after a deliberate yes."""
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_account(person=cast("User", request.user))
        except AccountNeeded as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("Your account is closed. Thank you for what you shared."))
            return redirect("home")
    return render(request, "people/close.html", {"form": form})
