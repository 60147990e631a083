"""Moving between circles, leaving, removing; the core group is never left empty."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from communities.circles.models import CircleChange, CircleProposal, Membership, StaffEntry
from communities.circles.services.membership import (
    MembershipRefused,
    change_own_circle,
    leave_community,
    promote_to_core,
)
from communities.people.models import User
from communities.people.services.closing import AccountNeeded, close_account
from communities.policy import Circle
from tests.personas import Cast
from tests.worlds import make_scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def circle_of(cast: Cast, person: User) -> int | None:
    row = Membership.objects.filter(community=cast.community, person=person).first()
    return row and row.circle


def test_member_moves_between_outer_and_inner_by_own_choice(
    cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.chloe)

    client.post("/communities/water/circle/", {"circle": "4"})
    assert circle_of(cast, cast.chloe) == Circle.INNER
    client.post("/communities/water/circle/", {"circle": "3"})
    assert circle_of(cast, cast.chloe) == Circle.OUTER

    steps = CircleChange.objects.filter(person=cast.chloe).order_by("pk")
    assert [(step.from_circle, step.to_circle) for step in steps] == [(3, 4), (4, 3)]


@pytest.mark.parametrize("wish", ["5", "core", "", "99"])
def test_nobody_enters_the_core_group_alone(cast: Cast, client_of: ClientOf, wish: str) -> None:
    client_of(cast.chloe).post("/communities/water/circle/", {"circle": wish})

    assert circle_of(cast, cast.chloe) == Circle.OUTER


def test_stranger_does_not_become_a_member_by_moving(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.esther).post("/communities/water/circle/", {"circle": "3"})

    assert circle_of(cast, cast.esther) is None


def test_last_core_member_names_a_successor_first(cast: Cast, client_of: ClientOf) -> None:
    with pytest.raises(MembershipRefused):
        leave_community(community=cast.community, person=cast.awa)
    with pytest.raises(MembershipRefused):
        change_own_circle(community=cast.community, person=cast.awa, circle=Circle.INNER)
    with pytest.raises(AccountNeeded, match="Water for all"):
        close_account(person=cast.awa)
    page = client_of(cast.awa).post("/communities/water/circle/", {"circle": "leave"}, follow=True)
    assert "last member of the core group" in page.content.decode()

    promote_to_core(community=cast.community, person=cast.boubacar, by=cast.awa)

    assert leave_community(community=cast.community, person=cast.awa)
    assert circle_of(cast, cast.boubacar) == Circle.CORE


def test_suspended_core_member_is_no_successor(cast: Cast) -> None:
    promote_to_core(community=cast.community, person=cast.boubacar, by=cast.awa)
    User.objects.filter(pk=cast.boubacar.pk).update(is_active=False)

    with pytest.raises(MembershipRefused):
        leave_community(community=cast.community, person=cast.awa)


def test_removed_member_is_told_why_and_reads_no_more(client_of: ClientOf) -> None:
    scene = make_scene()
    cast, client = scene.cast, client_of(scene.cast.chloe)
    address = scene.spaces["outer"].get_absolute_url()
    row = Membership.objects.get(community=cast.community, person=cast.chloe)
    assert client.get(address).status_code == 200

    client_of(cast.awa).post(
        f"/communities/water/members/{row.pk}/remove/", {"reason": "Selling pumps."}
    )

    assert client.get(address).status_code == 404
    assert "Selling pumps." in str(mail.outbox[-1].body)
    assert CircleChange.objects.filter(person=cast.chloe, reason="Selling pumps.").exists()


def test_members_of_another_community_cannot_be_reached(cast: Cast, client_of: ClientOf) -> None:
    foreign = Membership.objects.get(person=cast.fatou)

    answer = client_of(cast.awa).post(f"/communities/water/members/{foreign.pk}/promote/")

    assert answer.status_code == 404


def test_staff_entry_is_shown_to_the_members(client_of: ClientOf) -> None:
    scene = make_scene()
    gustave, address = client_of(scene.cast.gustave), scene.spaces["core"].get_absolute_url()
    assert gustave.get(address).status_code == 404

    gustave.post("/communities/water/enter/", {"reason": "A complaint about spam"})

    assert gustave.get(address).status_code == 200
    assert StaffEntry.objects.get().person == scene.cast.gustave
    page = client_of(scene.cast.chloe).get("/communities/water/members/").content.decode()
    assert "A complaint about spam" in page


def test_entering_needs_a_reason(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.gustave).post("/communities/water/enter/", {"reason": ""})

    assert not StaffEntry.objects.exists()


def test_proposals_are_accepted_or_dismissed_for_good(cast: Cast, client_of: ClientOf) -> None:
    for person, circle in ((cast.esther, Circle.INNER), (cast.fatou, Circle.OUTER)):
        CircleProposal.objects.create(
            community=cast.community, person=person, circle=circle, posts=9, active_months=4
        )
    first, second = CircleProposal.objects.all()
    client = client_of(cast.awa)

    client.post("/communities/water/care/proposals/", {"answer": f"accept:{first.pk}"})
    client.post("/communities/water/care/proposals/", {"answer": f"dismiss:{second.pk}"})

    assert circle_of(cast, first.person) == first.circle
    assert circle_of(cast, second.person) is None
    assert "Proposed circles" not in client.get("/communities/water/care/").content.decode()


def test_matrix_in_words_hides_protected_places_from_farther_circles(
    client_of: ClientOf,
) -> None:
    scene = make_scene()

    page = client_of(scene.cast.awa).get("/communities/water/access/").content.decode()

    row = page.split(f"Space {scene.secret('inner')}")[1].split("</tr>")[0]
    assert row.count("cannot see that it exists") == 4
    assert row.count("reads and writes") == 2
