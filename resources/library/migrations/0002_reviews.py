"""Give every community that stands already its review, as founding does from now on."""

from django.db import migrations


def set_up_reviews(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    CommunityPage = apps.get_model("pages", "CommunityPage")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")

    for page in CommunityPage.objects.filter(alias_of__isnull=True):
        group = Group.objects.filter(name=f"core group of community {page.community_id}").first()
        if group is None or WorkflowPage.objects.filter(page_id=page.pk).exists():
            continue
        add = Permission.objects.filter(
            content_type__app_label="wagtailcore", codename="add_page"
        ).first()
        if add is not None:
            GroupPagePermission.objects.get_or_create(
                group=group, page_id=page.pk, permission=add
            )
        kind, _created = ContentType.objects.get_or_create(
            app_label="wagtailcore", model="groupapprovaltask"
        )
        name = f"review of community {page.community_id}"
        task = GroupApprovalTask.objects.create(name=name, content_type=kind)
        task.groups.add(group)
        workflow = Workflow.objects.create(name=name)
        WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page_id=page.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
        ("pages", "0002_first_pages"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(set_up_reviews, migrations.RunPython.noop, elidable=False)]
