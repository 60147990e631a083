"""Titles as French is printed: no line begins with the colon or the question mark of the one before."""

import re

from django import template

register = template.Library()
_BEFORE = re.compile(r" (?=[:;!?»](?:\s|$))")
_AFTER = re.compile(r"(?<=«) ")
UNBROKEN = "\u00a0"


@register.filter
def unbroken(title: object, language: str) -> str:
    """Keep signs with their words, where somebody typed a plain space."""
    if language != "fr":
        return str(title)
    return _AFTER.sub(UNBROKEN, _BEFORE.sub(UNBROKEN, str(title)))
