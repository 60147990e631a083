"""Addresses that take a form of another page."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def posted_from(page: str) -> Callable[[View], View]:
    """Let a view take what is posted to it; who merely opens its address goes to ``page``.

    A refused form is shown at the address it was sent to: reloading it, or reading it in another
    language, asks for that address by GET.
    """

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, **kwargs: int) -> HttpResponse:
            if request.method == "POST":
                return view(request, **kwargs)
            return redirect(reverse(page, kwargs=kwargs))

        return answer

    return decorate
