"""A cycle is named anew, and what is to come of it called off, by who facilitates it."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.circles.models import Community
from communities.facilitation.choices import Role
from communities.facilitation.models import Cycle, Session
from communities.facilitation.services.cycles import cancel_cycle, change_cycle
from communities.facilitation.services.planning import seat_participant
from communities.people.models import User
from tests.communities.facilitation.plans import CYCLE, ended, written
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]
NAMED = {"name": "Two years together", "question": "How do we go on?"}


@pytest.fixture
def cycle(cast: Cast, client_of: ClientOf) -> Cycle:
    """A cycle of three weekly sessions that Awa facilitates."""
    people = {cast.boubacar: "consultant", cast.chloe: "consultant"}
    words = written(people, title="One year together", question="How do we learn?")
    client_of(cast.awa).post(CYCLE, words | {"days": "7", "number": "3"})
    return Cycle.objects.get()


def stages(cycle: Cycle) -> list[str]:
    rows = Session.objects.filter(cycle=cycle).order_by("starts_at")
    return list(rows.values_list("stage", flat=True))


def test_a_cycle_is_named_anew(cycle: Cycle, cast: Cast, client_of: ClientOf) -> None:
    client, page = client_of(cast.awa), cycle.get_absolute_url()
    link = f'href="{page}edit/"'
    shown = client.get(f"{page}edit/").content.decode()

    answer = client.post(f"{page}edit/", NAMED, follow=True)

    cycle.refresh_from_db()
    assert "How do we learn?</textarea>" in shown
    assert answer.redirect_chain == [(page, 302)]
    assert (cycle.name, cycle.question) == (NAMED["name"], NAMED["question"])
    assert not change_cycle(cycle=cycle, **NAMED)
    assert client.post(f"{page}edit/", {"name": ""}).status_code == 400
    assert link in client.get(page).content.decode()
    assert link not in client_of(cast.chloe).get(page).content.decode()


def test_a_cycle_of_a_closed_community_stays_as_it_was(
    cycle: Cycle, cast: Cast, client_of: ClientOf
) -> None:
    Community.objects.filter(pk=cast.community.pk).update(closed_at=cycle.made_at)
    page = cycle.get_absolute_url()

    answer = client_of(cast.awa).post(f"{page}edit/", NAMED)

    assert answer.status_code == 400
    assert "This community is closed" in answer.content.decode()
    assert f'href="{page}edit/"' not in client_of(cast.awa).get(page).content.decode()


def test_the_sessions_to_come_are_called_off_at_once(
    cycle: Cycle, cast: Cast, client_of: ClientOf
) -> None:
    ended(cycle.sessions.order_by("starts_at")[0])
    client, page = client_of(cast.awa), cycle.get_absolute_url()
    asked = client.get(f"{page}cancel/").content.decode()
    before = stages(cycle)

    answer = client.post(f"{page}cancel/", follow=True)

    assert "2 sessions of this cycle have not begun." in asked
    assert before == ["ended", "planned", "planned"]
    assert stages(cycle) == ["ended", "cancelled", "cancelled"]
    assert "2 sessions are cancelled." in answer.content.decode()
    assert client.get(f"{page}cancel/").url == page
    assert f'href="{page}cancel/"' not in client.get(page).content.decode()
    assert cancel_cycle(cycle=cycle) == 0


@pytest.mark.parametrize(("name", "status"), [("chloe", 403), ("esther", 404), ("gustave", 404)])
def test_nobody_else_changes_it(
    cycle: Cycle, cast: Cast, client_of: ClientOf, name: str, status: int
) -> None:
    client = client_of(getattr(cast, name))

    for act in ("edit", "cancel"):
        address = f"{cycle.get_absolute_url()}{act}/"
        assert client.get(address).status_code == status
        assert client.post(address, NAMED).status_code == status
    cycle.refresh_from_db()
    assert cycle.name == "One year together"
    assert stages(cycle) == ["planned"] * 3


def test_who_leads_all_that_is_to_come_facilitates_the_cycle(
    cycle: Cycle, cast: Cast, client_of: ClientOf
) -> None:
    address = f"{cycle.get_absolute_url()}edit/"
    answers = []
    for session in cycle.sessions.all():
        seat_participant(session=session, person=cast.chloe, role=Role.FACILITATOR, by=cast.awa)
        answers.append(client_of(cast.chloe).get(address).status_code)

    assert answers == [403, 403, 200]
