"""One-click sign-in as somebody of the demo; routed only when DEMO is on."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from communities.people.models import User
from cop_site.demo.cast import PERSONAS


def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as the persona of this key."""
    persona = next((persona for persona in PERSONAS if persona.key == key), None)
    if persona is None:
        raise Http404
    person = User.objects.filter(email=persona.email).first()
    if person is None:
        raise Http404
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")
