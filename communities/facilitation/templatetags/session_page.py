"""Parts of a running session's page that show only in some situations, with and without scripts."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def when(context: Context, words: str) -> SafeString:
    """Name the situation in which an element shows, and hide it in any other."""
    holds = set(words.split()) <= context["situation"]
    return format_html('data-when="{}"{}', words, "" if holds else " hidden")
