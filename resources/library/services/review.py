"""The core group's decision on a proposal; the states are those of Wagtail's workflow."""

from django.db import transaction
from wagtail.models import TaskState, WorkflowState

from communities.people.models import User
from resources.library.models import ResourcePage


@transaction.atomic
def approve_resource(*, page: ResourcePage, by: User, words: str = "") -> bool:
    """Publish a proposal in its latest words."""
    found = _locked(page)
    if found.live:
        return False
    # A draft that nobody handed in is published as it is: no letter says that it waits.
    task_state = _waiting(found, by) if found.current_workflow_state else None
    if task_state is None:
        revision = found.get_latest_revision() or found.save_revision(user=by)
        revision.publish(user=by)
    else:
        task_state.task.specific.on_action(task_state, by, "approve", comment=words)
    return True


@transaction.atomic
def ask_for_changes(*, page: ResourcePage, by: User, words: str) -> bool:
    """Give a proposal back to its proposer, with words."""
    found = _locked(page)
    state = found.current_workflow_state
    if found.live or (state and state.status == WorkflowState.STATUS_NEEDS_CHANGES):
        return False
    task_state = _waiting(found, by)
    if task_state is None:
        return False
    task_state.task.specific.on_action(task_state, by, "reject", comment=words)
    return True


def _locked(page: ResourcePage) -> ResourcePage:
    """Lock the page, so that two people do not decide at once."""
    found: ResourcePage = ResourcePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    return found


def _waiting(page: ResourcePage, by: User) -> TaskState | None:
    """Return the step that waits for the core group; begin or resume it where none does."""
    state = page.current_workflow_state
    if state is None:
        workflow = page.get_workflow()
        if workflow is None:
            return None
        # Whose draft it is hears what should change, and of its publication; not who asked.
        begun = workflow.start(page, by)
        begun.requested_by = page.owner
        begun.save(update_fields=["requested_by"])
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    waiting: TaskState | None = page.current_workflow_task_state
    return waiting
