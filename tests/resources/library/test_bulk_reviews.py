"""A draft that came with many files is reviewed like any other, and no letter goes astray."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import WorkflowState

from communities.pages.editors import group_name
from communities.people.models import User
from communities.policy import Circle
from resources.files.inspection import inspect
from resources.library.choices import State
from resources.library.models import ResourcePage
from resources.library.selectors.review import last_answer, state_of
from resources.library.services.bulk import bring_file, facts_of_file
from resources.library.services.proposals import change_proposal
from resources.library.services.review import approve_resource, ask_for_changes
from tests.factories.communities import MembershipFactory
from tests.personas import Cast, person
from tests.resources.library.brought import ENGLISH

OnCommit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("own_places")


@pytest.fixture
def binta(stage: Cast) -> User:
    """Another one of the core group."""
    found = person("Binta")
    MembershipFactory(community=stage.community, person=found, circle=Circle.CORE)
    Group.objects.get(name=group_name(stage.community)).user_set.add(found)
    return found


@pytest.fixture
def draft(stage: Cast, binta: User) -> ResourcePage:
    """A file Awa brought in."""
    inspected = inspect(SimpleUploadedFile("a.txt", ENGLISH.encode()))
    facts = facts_of_file(inspected, stage.community, None)
    page = bring_file(
        community=stage.community, by=stage.awa, checksum="a" * 64, inspected=inspected, facts=facts
    )
    assert page is not None
    return page


def letters() -> list[tuple[str, str]]:
    return [(letter.to[0], letter.subject) for letter in mail.outbox]


def again(page: ResourcePage) -> ResourcePage:
    found: ResourcePage = ResourcePage.objects.get(pk=page.pk)
    return found


def test_who_brought_it_alone_is_told_what_should_change(
    stage: Cast, binta: User, draft: ResourcePage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert ask_for_changes(page=draft, by=binta, words="Say where.")

    assert [to for to, _subject in letters()] == [stage.awa.email]
    assert "Say where." in mail.outbox[0].body
    page = again(draft)
    answer = last_answer(page)
    assert (state_of(page), answer and answer.words) == (State.CHANGES, "Say where.")
    assert WorkflowState.objects.get().requested_by == stage.awa


def test_asking_twice_asks_once(binta: User, draft: ResourcePage) -> None:
    ask_for_changes(page=draft, by=binta, words="Say where.")

    assert not ask_for_changes(page=again(draft), by=binta, words="And when.")
    assert WorkflowState.objects.count() == 1


def test_new_words_lay_it_before_the_core_group(
    stage: Cast, binta: User, draft: ResourcePage, django_capture_on_commit_callbacks: OnCommit
) -> None:
    ask_for_changes(page=draft, by=binta, words="Say where.")
    better = facts_of_file(inspect(SimpleUploadedFile("a.txt", b"In Dakar")), stage.community, None)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert change_proposal(page=again(draft), by=stage.awa, facts=better)

    assert state_of(again(draft)) == State.WAITING
    assert [to for to, _subject in letters()] == [binta.email]

    with django_capture_on_commit_callbacks(execute=True):
        assert approve_resource(page=again(draft), by=binta)

    assert state_of(again(draft)) == State.PUBLISHED
    assert [to for to, _subject in letters()] == [binta.email, stage.awa.email]


def test_what_is_asked_of_nobodys_draft_is_kept(binta: User, draft: ResourcePage) -> None:
    """Whoever brought it may have left; the core group still sees what it asked for."""
    ResourcePage.objects.filter(pk=draft.pk).update(owner=None)

    assert ask_for_changes(page=again(draft), by=binta, words="Say where.")

    assert state_of(again(draft)) == State.CHANGES
    assert letters() == []


def test_the_screen_says_whom_it_told(
    stage: Cast, binta: User, draft: ResourcePage, client_of: Callable[[User | None], Client]
) -> None:
    form = {"answer": "changes", "words": "Say where."}
    address = f"/resources/{draft.pk}/review/"

    own = client_of(stage.awa).post(address, form, follow=True).content.decode()

    assert "The proposer is told" not in own
    assert "What should change is kept with the draft." in own
