"""What is new in a reader's saved searches, for the home page."""

from collections.abc import Sequence

from django import template
from django.template import Context

from resources.search.models import SavedSearch
from resources.search.saving import saved_searches

register = template.Library()
MOST = 5


@register.simple_tag(takes_context=True)
def searches_with_news(context: Context) -> Sequence[SavedSearch]:
    """Fetch the reader's saved searches in which something new was found."""
    user = context["request"].user
    if not user.is_authenticated:
        return ()
    return list(saved_searches(user).filter(new_count__gt=0)[:MOST])
