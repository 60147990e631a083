"""What the core group has to look at: proposals, and resources whose day has come."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from communities.access import visible
from communities.circles.models import Community
from communities.policy import Audience, Standing
from resources.library.choices import State
from resources.library.models import ResourcePage, ReviewReminder
from resources.library.selectors.resources import visible_resources

STATES = {
    WorkflowState.STATUS_IN_PROGRESS: State.WAITING,
    WorkflowState.STATUS_NEEDS_CHANGES: State.CHANGES,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the core group last said of a proposal."""

    words: str
    by: str
    on: datetime | None


def with_state(rows: QuerySet[ResourcePage]) -> QuerySet[ResourcePage]:
    """Add where Wagtail's workflow stands, as ``review_status``."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=Cast(OuterRef("pk"), CharField()),
    ).order_by("-created_at", "-pk")
    return rows.annotate(review_status=Subquery(states.values("status")[:1]))


def state_of(page: ResourcePage) -> State:
    """Say where a resource stands; one query for a draft unless its status came with it."""
    if page.live:
        return State.PUBLISHED
    if not hasattr(page, "review_status"):
        state = page.current_workflow_state
        return STATES.get(state.status, State.DRAFT) if state else State.DRAFT
    return STATES.get(page.review_status, State.DRAFT)


def last_answer(page: ResourcePage) -> Answer | None:
    """Return what changes the core group asked for, if it waits for them."""
    state = page.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    task: TaskState | None = state.current_task_state
    if task is None:
        return None
    by = str(task.finished_by) if task.finished_by else ""
    return Answer(task.comment, by, task.finished_at)


def proposals_of(standing: Standing, community: Community) -> QuerySet[ResourcePage]:
    """Return a community's unpublished resources for its core group, longest waiting first.

    What nobody handed in, as files that came in bulk, stands after what members wait for.
    """
    drafts: QuerySet[ResourcePage] = ResourcePage.objects.filter(community=community, live=False)
    if standing.nearness(community.pk) < Audience.CORE and community.pk not in standing.entered:
        return drafts.none()
    rows = with_state(visible(standing, drafts)).select_related("owner").defer("body")
    rows = rows.annotate(is_handed_in=Q(review_status__in=STATES))
    waiting_since = F("latest_revision_created_at").asc(nulls_last=True)
    return rows.order_by(F("is_handed_in").desc(nulls_last=True), waiting_since, "pk")


def review_day() -> date:
    """Return the day by which reviews are due: the site's, whatever the reader's time zone."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def due_for_review(standing: Standing, community: Community) -> QuerySet[ResourcePage]:
    """Return published resources that should be looked at again by today."""
    rows = visible_resources(standing).filter(review_on__lte=review_day(), community=community)
    return rows.defer("body").order_by("review_on", "pk")


def without_reminder() -> QuerySet[ResourcePage]:
    """Return what is due in open communities and whose core group was not told of the date yet."""
    told = ReviewReminder.objects.filter(page=OuterRef("pk"), due_on=OuterRef("review_on"))
    rows: QuerySet[ResourcePage] = ResourcePage.objects.live().filter(
        ~Exists(told), review_on__lte=review_day(), community__closed_at__isnull=True
    )
    return rows.defer("body").order_by("review_on", "pk")
