"""Who may know of a page in Wagtail's admin: whoever has the right and may read it.

Stock Wagtail gives a superuser every page, and an editor every page under those given. Here the
policy takes away what the person may not read, so that search, reports, the API and every list that
asks for rights obey the circles by themselves. What asks for none stands in ``admin_screens``.
To drop it: remove the registration at the end.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from communities.access import access_for
from communities.pages.selectors import hidden_from_editor
from communities.policy import Standing

Person = AbstractBaseUser | AnonymousUser
KEPT = "_standing_in_admin"  # a request has its own person, as Wagtail's caches expect too


def standing_of_person(person: Person) -> Standing:
    """Load the standing once for each request's person."""
    standing: Standing | None = getattr(person, KEPT, None)
    if standing is None:
        standing = access_for(person)
        setattr(person, KEPT, standing)
    return standing


def without_hidden(person: Person, pages: Any) -> Any:  # noqa: ANN401 -- Wagtail's page querysets
    """Leave out of a queryset of pages what this person may not read."""
    return pages.exclude(pk__in=hidden_from_editor(standing_of_person(person)).values("pk"))


def hidden_among(person: Person, keys: Iterable[int]) -> set[int]:
    """Return which of these pages the person may not know of."""
    hidden = hidden_from_editor(standing_of_person(person))
    return set(hidden.filter(pk__in=list(keys)).values_list("pk", flat=True))


class PagesByCircle(PagePermissionPolicy):
    """Wagtail's rights on pages, less the pages the person may not read."""

    def user_has_any_permission_for_instance(
        self, user: Person, actions: Iterable[str], instance: Page
    ) -> bool:
        has_right = super().user_has_any_permission_for_instance(user, actions, instance)
        return has_right and not hidden_among(user, [instance.pk] if instance.pk else [])

    def instances_user_has_any_permission_for(self, user: Person, actions: Iterable[str]) -> Any:  # noqa: ANN401 -- Wagtail's page querysets
        return without_hidden(user, super().instances_user_has_any_permission_for(user, actions))

    def explorable_instances(self, user: Person) -> Any:  # noqa: ANN401 -- Wagtail's page querysets
        return without_hidden(user, super().explorable_instances(user))


register_permission_policy(Page, PagesByCircle(Page))
