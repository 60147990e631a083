"""The demo world: built at once, and nobody is written to about what happened in it."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.test.utils import override_settings
from django.utils import timezone
from django_tasks import default_task_backend

from communities.facilitation.models import Session
from communities.facilitation.running import Stage
from communities.facilitation.services.calendar_letters import attend_to_calendars
from communities.facilitation.services.commitments import attend_to_commitments
from communities.facilitation.services.days import attend_to_days
from communities.facilitation.services.reminders import attend_to_minutes

LATER = override_settings(
    TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
)


@pytest.mark.slow
@pytest.mark.django_db
@LATER
def test_demo_shows_sessions_and_sends_no_letter_about_them() -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("load_demo")
    mail.outbox.clear()  # what goes out on commit goes nowhere while the demo is built
    for result in default_task_backend.results:
        if result.task.module_path.startswith("communities.facilitation."):
            result.task.func(*result.args, **result.kwargs)

    now = timezone.now()
    assert attend_to_calendars(now) == 0
    assert attend_to_days() == 0
    assert attend_to_minutes(now) == 0
    assert attend_to_commitments(now) == 0
    assert mail.outbox == []
    stages = Session.objects.values_list("stage", flat=True)
    assert sorted(stages) == [Stage.ENDED] * 2 + [Stage.PLANNED] * 6 + [Stage.RUNNING]

    call_command("load_demo")
    assert Session.objects.count() == len(stages)
