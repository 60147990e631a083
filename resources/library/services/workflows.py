"""Each community has a review of its own: Wagtail's workflow, decided by its core group."""

from django.contrib.auth.models import Group, Permission
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from communities.circles.services.founding import Founding, founding_steps
from communities.pages.editors import group_name
from communities.pages.models import CommunityPage


@founding_steps.register
def set_up_review(founding: Founding) -> None:
    """Let the core group write resources in Wagtail's editor, and decide on proposed ones."""
    community = founding.community
    group = Group.objects.get(name=group_name(community))
    page = CommunityPage.objects.get(community=community, alias_of__isnull=True)
    add = Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
    GroupPagePermission.objects.create(group=group, page=page, permission=add)
    # Named by the key, as the group is: whoever sees a list of names learns none.
    with translation.override(community.language):
        name = _("review by the core group (%(key)d)") % {"key": community.pk}
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.add(group)
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
