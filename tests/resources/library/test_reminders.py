"""On the day a resource is to be looked at again its core group is told, once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communities.circles.services.audiences import Audiences, make_invited_list
from communities.circles.services.care import close_community, reopen_community
from communities.circles.services.membership import join_community
from communities.people.models import User
from communities.policy import Audience, Circle
from resources.library.models import ResourcePage, ReviewReminder
from resources.library.selectors.review import review_day
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
Commits = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def tick(django_capture_on_commit_callbacks: Commits) -> Callable[[], list[mail.EmailMessage]]:
    def run() -> list[mail.EmailMessage]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("tick")
        return list(mail.outbox)

    return run


@pytest.fixture(autouse=True)
def _two_in_the_core_group(stage: Cast) -> None:
    join_community(
        community=stage.community, person=stage.boubacar, circle=Circle.CORE, by=stage.awa
    )
    User.objects.filter(pk=stage.awa.pk).update(language="en")
    User.objects.filter(pk=stage.boubacar.pk).update(language="fr")


def days(number: int) -> date:
    return review_day() + timedelta(days=number)


def test_the_core_group_is_told_once_each_in_their_language(
    keep: Keep, stage: Cast, tick: Callable[[], list[mail.EmailMessage]]
) -> None:
    page = keep("A guide", review_on=days(0))
    keep("For later", review_on=days(1))
    keep("A draft", review_on=days(-1), publish=False)

    letters = {letter.to[0]: letter for letter in tick()}

    assert set(letters) == {stage.awa.email, stage.boubacar.email}
    told = letters[stage.awa.email]
    assert told.subject == "To be looked at again: A guide"
    assert page.get_absolute_url() in told.body
    assert "/communities/water/resources/proposals/" in told.body
    assert "For later" not in told.body
    assert "A draft" not in told.body
    assert tick() == []


def test_much_that_is_due_is_one_letter(
    keep: Keep, tick: Callable[[], list[mail.EmailMessage]]
) -> None:
    for number in range(3):
        keep(f"Guide {number}", review_on=days(-number))

    letters = tick()

    assert len(letters) == 2
    assert all(f"Guide {number}" in letters[0].body for number in range(3))
    assert ReviewReminder.objects.count() == 3


def test_a_moved_date_is_told_again(
    keep: Keep, tick: Callable[[], list[mail.EmailMessage]]
) -> None:
    page = keep("A guide", review_on=days(-1))
    assert tick()
    ResourcePage.objects.filter(pk=page.pk).update(review_on=days(2))
    assert tick() == []

    with time_machine.travel(timezone.now() + timedelta(days=2), tick=True):
        assert len(tick()) == 2
        assert tick() == []


def test_a_closed_community_is_told_nothing_until_it_opens_again(
    keep: Keep, stage: Cast, tick: Callable[[], list[mail.EmailMessage]]
) -> None:
    keep("A guide", review_on=days(0))
    close_community(community=stage.community)
    assert tick() == []

    reopen_community(community=stage.community)
    assert len(tick()) == 2


def test_who_a_list_leaves_out_is_not_told(
    keep: Keep, stage: Cast, tick: Callable[[], list[mail.EmailMessage]]
) -> None:
    page = keep("A guide", review_on=days(0))
    audiences = Audiences(Audience.CORE, Audience.CORE, frozenset({stage.awa.pk}))
    only_awa = make_invited_list(community=stage.community, name="x", audiences=audiences)
    ResourcePage.objects.filter(pk=page.pk).update(invited_list=only_awa)

    assert [letter.to for letter in tick()] == [[stage.awa.email]]


def test_the_database_keeps_a_second_tick_from_telling_again(keep: Keep) -> None:
    page = keep("A guide", review_on=days(0))
    ReviewReminder.objects.create(page=page, due_on=days(0))

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewReminder.objects.create(page=page, due_on=days(0))


def test_the_lists_order_and_dates_agree(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    keep("Second", review_on=days(0))
    keep("Never")
    keep("First", review_on=days(-3))
    keep("Third", review_on=days(5))
    shown = client_of(stage.awa).get("/resources/?sort=review")
    due = client_of(stage.awa).get("/communities/water/resources/proposals/").context["due"]

    assert [row.title for row in shown.context["resources"]] == [
        "First", "Second", "Third", "Never",
    ]  # fmt: skip
    assert shown.content.count(b"look again on") == 3
    assert [row.title for row in due] == ["First", "Second"]
