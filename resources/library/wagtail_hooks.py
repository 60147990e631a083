"""Resources in Wagtail's admin: copies stay with their community, staff find the tags."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from resources.library.models import ResourcePage
from resources.library.models.resource import is_page_of
from resources.library.selectors.tags import is_tag_keeper
from resources.library.services.tags import TAGS_CHANGED

MAX_DIGITS = 18


@hooks.register("before_copy_page")
def copy_within_the_community(request: HttpRequest, page: Page) -> None:
    """Refuse a copy under another community's page: nobody would have decided who reads it there."""
    found = ResourcePage.objects.filter(pk=page.pk).first()
    if found is None or request.method != "POST":
        return
    target = request.POST.get("new_parent_page", "")
    known = target.isdecimal() and len(target) <= MAX_DIGITS
    if not known or not is_page_of(int(target), found.community_id):
        raise PermissionDenied


class TagsMenuItem(MenuItem):
    """Leads to the tags, which stand outside the admin."""

    def is_shown(self, request: HttpRequest) -> bool:
        return is_tag_keeper(request.user)


@hooks.register("register_admin_menu_item")
def offer_tags() -> MenuItem:
    """Let staff find the tags."""
    return TagsMenuItem(
        _("Tags of resources"), reverse_lazy("library:tags"), icon_name="tag", order=400
    )


@hooks.register("register_log_actions")
def say_what_became_of_tags(actions: Any) -> None:  # noqa: ANN401 -- Wagtail's registry
    """Let a page's history say which tags became another."""

    @actions.register_action(TAGS_CHANGED)
    class TagsChanged(LogFormatter):
        label = _("Tags renamed or merged")

        def format_message(self, log_entry: Any) -> str:  # noqa: ANN401 -- Wagtail's signature
            names = {
                "before": ", ".join(log_entry.data["before"]),
                "after": log_entry.data["after"],
            }
            return gettext("Tags: %(before)s became %(after)s") % names
