"""Who edits what in Wagtail: each community's core group its own pages, nothing else.

Stock Wagtail gives rights to groups. Each community has a group of its own, with rights on its page,
kept in step with the core group in the same transaction as every change of circle. Wagtail then obeys
everywhere by itself: lists, history, comparison, previews. It keeps no files: those are inspected,
private and served in one place, ``resources.files``.
To drop it: delete the groups and give rights by hand.
"""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from communities.circles.models import Community, Membership
from communities.circles.services.founding import Founding, founding_steps
from communities.circles.services.membership import membership_steps
from communities.pages.models import CommunityPage
from communities.people.models import User
from communities.policy import Circle

PAGE_RIGHTS = ("change_page", "publish_page")


def group_name(community: Community) -> str:
    """Name the group by the community's key: names of communities change."""
    return f"core group of community {community.pk}"


@founding_steps.register
def give_editing_rights(founding: Founding) -> None:
    """Make the community's group, and take the founder in."""
    community = founding.community
    group = Group.objects.create(name=group_name(community))
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    page = CommunityPage.objects.get(community=community, alias_of__isnull=True)
    rights = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=page, permission=right) for right in rights
    )
    members = Membership.objects.filter(community=community, circle=Circle.CORE)
    group.user_set.add(*members.values_list("person", flat=True))


@membership_steps.register
def follow_core_group(community: Community, person: User, circle: Circle | None) -> None:
    """Take a person into the community's group of editors, or out of it."""
    group = Group.objects.filter(name=group_name(community)).first()
    if group is None:
        return
    if circle == Circle.CORE:
        group.user_set.add(person)
    else:
        group.user_set.remove(person)
