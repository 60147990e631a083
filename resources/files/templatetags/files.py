"""A file on a page: a link, with a small picture where pictures are loaded; what it weighs."""

from typing import Any

from django import template
from django.template import Context
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from resources.files.kinds import SHOWN
from resources.files.pictures import HEAVIEST

register = template.Library()

KILOBYTE, MEGABYTE = 2**10, 2**20


@register.filter
def weight(size: int) -> str:
    """Say how heavy so many bytes are, in the reader's language: 28 kB, 3.1 MB."""
    if size < MEGABYTE:
        return _("%(size)s kB") % {"size": max(1, round(size / KILOBYTE))}
    return _("%(size)s MB") % {"size": number_format(round(size / MEGABYTE, 1), 1)}


@register.simple_tag
def heaviest_preview() -> int:
    """Return how many bytes the small copy of a picture has at the most."""
    return HEAVIEST


@register.inclusion_tag("components/file.html", takes_context=True)
def file_link(
    context: Context, whole: str, small: str, *, name: str, kind: str, size: int
) -> dict[str, Any]:
    """Lead to a file; ``small`` is where the small copy of a picture is found."""
    return {
        "whole": whole,
        "small": small,
        "name": name,
        "size": size,
        "is_picture": kind in SHOWN,
        "is_light": context.get("is_light", False),
        "heaviest": HEAVIEST,
        "has_copy": size > HEAVIEST,
    }
