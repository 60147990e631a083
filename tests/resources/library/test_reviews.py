"""Communities that stood before the library get their review by a migration."""

from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import GroupPagePermission, Task, Workflow, WorkflowPage

from resources.library.models import ResourcePage
from tests.personas import Cast
from tests.resources.library.conftest import Keep

migration = import_module("resources.library.migrations.0002_reviews")


@pytest.mark.parametrize("times", [1, 2])
def test_an_older_community_gets_its_review(stage: Cast, keep: Keep, times: int) -> None:
    WorkflowPage.objects.all().delete()
    Workflow.objects.all().delete()
    Task.objects.all().delete()
    GroupPagePermission.objects.filter(permission__codename="add_page").delete()

    for _time in range(times):
        migration.set_up_reviews(apps, None)

    group = stage.awa.groups.get()
    assert WorkflowPage.objects.count() == 1
    assert GroupPagePermission.objects.filter(permission__codename="add_page", group=group).exists()
    assert Task.objects.get().specific.groups.get() == group
    page = keep(publish=False)
    assert ResourcePage.objects.get(pk=page.pk).workflow_in_progress
