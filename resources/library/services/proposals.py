"""Proposing a resource and changing it until it is published, without entering Wagtail's admin."""

from collections.abc import Iterable
from dataclasses import replace
from secrets import token_hex

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.models import WorkflowState

from communities.circles.models import Community, InvitedList
from communities.circles.services.audiences import Audiences, make_invited_list
from communities.pages.models import CommunityPage
from communities.people.models import User
from resources.library.choices import Role
from resources.library.facts import PLAIN, Facts, facts_of
from resources.library.models import BroughtFile, Credit, ResourcePage
from resources.library.services.narrowing import LONGEST_NAME, narrow_draft


@transaction.atomic
def propose_resource(
    *,
    community: Community,
    by: User,
    facts: Facts,
    invited_list: InvitedList | None = None,
    audiences: Audiences | None = None,
) -> ResourcePage:
    """Keep a draft under the community's page and hand it to the core group."""
    if audiences is not None:
        name = facts.title[:LONGEST_NAME]
        invited_list = make_invited_list(community=community, name=name, audiences=audiences)
    page = keep_draft(community=community, by=by, facts=facts, invited_list=invited_list)
    _submit(page, by)
    return page


@transaction.atomic
def keep_draft(
    *, community: Community, by: User, facts: Facts, invited_list: InvitedList | None = None
) -> ResourcePage:
    """Keep a draft in the core group's list; nobody is written to."""
    rows = CommunityPage.objects.select_for_update(of=("self",))  # its children are numbered
    parent = rows.get(community=community, alias_of__isnull=True)
    page = ResourcePage(
        community=community,
        owner=by,
        live=False,
        locale=parent.locale,
        invited_list=invited_list,
        slug=_slug(facts.title),
    )
    _take_in(page, facts)
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True)
    return page


@transaction.atomic
def change_proposal(
    *, page: ResourcePage, by: User, facts: Facts, audiences: Audiences | None = None
) -> bool:
    """Keep new words for an unpublished resource and hand it in again if changes were asked for.

    No ``audiences``: it stays narrowed to whom it was.
    """
    found = ResourcePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if found.live:
        return False
    is_narrowed = audiences is not None and narrow_draft(page=found, audiences=audiences)
    draft: ResourcePage = found.get_latest_revision_as_object()
    before = facts_of(draft)
    facts = replace(
        facts,
        text=before.text if facts.text is None else facts.text,
        tags=before.tags if facts.tags is None else tuple(sorted(_known_tags(facts.tags))),
    )
    if before == facts:
        return is_narrowed
    _take_in(draft, facts)
    draft.save_revision(user=by, log_action=True)
    _submit(found, by)
    return True


def _slug(title: str) -> str:
    """Leave the address to Wagtail, unless the title has no letter it could use."""
    return "" if slugify(title, allow_unicode=True) else f"resource-{token_hex(4)}"


def _take_in(page: ResourcePage, facts: Facts) -> None:
    for name in PLAIN:
        setattr(page, name, getattr(facts, name))
    page.draft_title = facts.title
    if facts.text is not None:
        page.body = [("text", facts.text)] if facts.text else []
    if facts.tags is not None:
        page.tags.set(_known_tags(facts.tags))
    rows = [
        *_credits(page, facts.authors, Role.AUTHOR),
        *_credits(page, facts.contributors, Role.CONTRIBUTOR),
    ]
    for number, row in enumerate(rows):
        row.sort_order = number
    page.credits = rows


def _known_tags(names: Iterable[str]) -> list[str]:
    """Spell a tag as it is spelled already, whatever its capitals; accents fold on no database."""
    by_slug = {slugify(name, allow_unicode=True): name for name in names}
    known = dict(Tag.objects.filter(slug__in=by_slug).values_list("slug", "name"))
    return [known.get(slug, name) for slug, name in by_slug.items()]


def _credits(page: ResourcePage, names: Iterable[str], role: Role) -> list[Credit]:
    """Credit members and the proposer by their account, everybody else by name."""
    wanted = list(dict.fromkeys(names))
    near = Q(memberships__community=page.community_id) | Q(pk=page.owner_id)
    members = User.objects.filter(near, display_name__in=wanted).distinct()
    people: dict[str, list[int]] = {}
    for person, name in members.values_list("pk", "display_name"):
        people.setdefault(name, []).append(person)
    # Two members of one name: whose it is cannot be told, so the name alone stands.
    return [
        Credit(person_id=people[name][0], role=role)
        if len(people.get(name, ())) == 1
        else Credit(name=name, role=role)
        for name in wanted
    ]


def _submit(page: ResourcePage, by: User) -> None:
    """Hand a draft to the core group, unless it lies there already."""
    state = page.current_workflow_state
    if state is not None:
        if state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(by)
        return
    # What came with many others lies in the core group's list; a letter for each would be a flood.
    if BroughtFile.objects.filter(page=page.pk).exists():
        return
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, by)
