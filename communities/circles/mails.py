"""Letters of plain text, each in its reader's language."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation


def send_letter(
    name: str,
    email: str | None,
    language: str,
    facts: Mapping[str, object],
    folder: str = "circles",
) -> None:
    """Send ``emails/<folder>/<name>.txt``, whose first line is the subject; no address, no letter."""
    if not email:
        return
    with translation.override(language):
        context = {"site_name": settings.SITE_NAME, **facts}
        subject, body = render_to_string(f"emails/{folder}/{name}.txt", context).split("\n", 1)
    send_mail(subject.strip(), body.strip() + "\n", None, [email])
