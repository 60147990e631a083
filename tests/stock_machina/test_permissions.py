"""Defects 9 and 15: what somebody may do depends on more than what was granted."""

import pytest
from django.contrib.auth.models import Group
from machina.apps.forum_permission.checker import ForumPermissionChecker as Checker
from machina.apps.forum_permission.shortcuts import ALL_AUTHENTICATED_USERS, assign_perm
from machina.conf import settings as machina_settings

from tests.stock_machina.stage import allow, forum, person

pytestmark = pytest.mark.django_db


def test_defect_09_permissions_depend_on_the_order_of_forums() -> None:
    x, y, member = forum("X"), forum("Y"), person("member")
    group = Group.objects.create(name="group")
    member.groups.add(group)
    assign_perm("can_read_forum", ALL_AUTHENTICATED_USERS)
    assign_perm("can_read_forum", group, None, has_perm=False)
    allow(group, x, "can_read_forum")

    def readable(*forums: object) -> list[object]:
        perms = Checker(member).get_perms_for_forumlist(forums, ["can_read_forum"])
        return [place for place in forums if "can_read_forum" in perms[place]]

    assert Checker(member).has_perm("can_read_forum", x)
    assert not Checker(member).has_perm("can_read_forum", y)
    assert readable(y, x) == [x]
    assert readable(x, y) == [x, y]


def test_defect_15_one_global_grant_drops_all_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = ["can_see_forum", "can_read_forum", "can_reply_to_topics"]
    monkeypatch.setattr(machina_settings, "DEFAULT_AUTHENTICATED_USER_FORUM_PERMISSIONS", defaults)
    place, member = forum("Place"), person("member")
    assert Checker(member).get_perms(place) == set(defaults)
    allow(member, None, "can_create_polls")
    assert Checker(member).get_perms(place) == {"can_create_polls"}
