"""Letters about proposals, to whom they concern, in their language.

Stock Wagtail writes to every superuser, inside the transaction, in the site's language, and leads
proposers to an admin they may not enter. These receivers stand under the names of Wagtail's own, so
that a decision in the admin and one outside send the same letter. To drop it: delete this module.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from communities.people.models import User
from resources.library.models import ResourcePage

Receiver = Callable[..., None]
MOST_IN_A_LETTER = 30


def tell_core_group(instance: TaskState, user: User | None = None, **kwargs: Any) -> None:
    """Tell the core group that a proposal waits, if it still does when all is written."""
    transaction.on_commit(partial(_tell_if_it_waits, instance, user))


def _tell_if_it_waits(step: TaskState, user: User | None) -> None:
    page = _resource(step.workflow_state)
    waits = TaskState.objects.filter(pk=step.pk, status=TaskState.STATUS_IN_PROGRESS).exists()
    if page is None or not waits:
        return
    people = User.objects.filter(groups__in=step.task.specific.groups.all(), is_active=True)
    if page.invited_list_id is not None:
        people = people.filter(invited_list_entries__invited_list=page.invited_list_id)
    _write("waiting", people.exclude(pk=user.pk if user else None).distinct(), page)


def tell_proposer_of_changes(
    instance: WorkflowState, user: User | None = None, **kwargs: Any
) -> None:
    """Tell the proposer what the core group asks for."""
    page, proposer = _resource(instance), instance.requested_by
    if page is not None and proposer is not None and proposer != user:
        words = instance.current_task_state.comment
        _write("changes", [proposer], page, words=words)


def tell_proposer_of_publication(
    instance: WorkflowState, user: User | None = None, **kwargs: Any
) -> None:
    """Tell the proposer that it can be read."""
    page, proposer = _resource(instance), instance.requested_by
    if page is not None and proposer is not None and proposer != user:
        _write("published", [proposer], page)


def stay_silent(**kwargs: Any) -> None:
    """Write to no superuser: what is proposed in a community is the community's."""


def tell_of_reviews(person: User, pages: Sequence[ResourcePage]) -> None:
    """Tell one of the core group which resources should be looked at again; after the commit."""
    if not person.email:
        return
    due = [
        {
            "title": page.title,
            "day": page.review_on,
            "address": settings.SITE_URL + page.get_absolute_url(),
        }
        for page in pages[:MOST_IN_A_LETTER]
    ]
    community = pages[0].community
    care = settings.SITE_URL + reverse("library:proposals", args=[community.slug])
    facts = {"due": due, "count": len(pages), "community": community.name, "address": care}
    # A letter that cannot be sent is logged and stops no other.
    transaction.on_commit(partial(_send, "due", person.email, person.language, facts), robust=True)


def _resource(state: WorkflowState) -> ResourcePage | None:
    found: ResourcePage | None = ResourcePage.objects.filter(pk=state.object_id).first()
    return found


def _write(name: str, people: Iterable[User], page: ResourcePage, words: str = "") -> None:
    facts = {
        "title": page.draft_title,
        "words": words,
        "address": settings.SITE_URL + page.get_absolute_url(),
        "site_name": settings.SITE_NAME,
    }
    for person in people:
        if person.email:
            transaction.on_commit(partial(_send, name, person.email, person.language, facts))


def _send(name: str, email: str, language: str, facts: Mapping[str, object]) -> None:
    with translation.override(language):
        subject, body = render_to_string(f"emails/library/{name}.txt", facts).split("\n", 1)
    send_mail(subject.strip(), body.strip() + "\n", None, [email])


def _stand_in(signal: Signal, sender: type, receiver: Receiver, name: str) -> None:
    signal.disconnect(sender=sender, dispatch_uid=name)
    signal.connect(receiver, sender=sender, dispatch_uid=name)


_stand_in(
    task_submitted, TaskState, tell_core_group, "group_approval_task_submitted_email_notification"
)
_stand_in(
    workflow_submitted, WorkflowState, stay_silent, "workflow_state_submitted_email_notification"
)
_stand_in(
    workflow_rejected,
    WorkflowState,
    tell_proposer_of_changes,
    "workflow_state_rejected_email_notification",
)
_stand_in(
    workflow_approved,
    WorkflowState,
    tell_proposer_of_publication,
    "workflow_state_approved_email_notification",
)
