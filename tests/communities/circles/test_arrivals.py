"""Coming in: links, letters, requests; and every way they must not work."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from communities.circles.models import Community, Invitation, JoinRequest, Membership
from communities.circles.services.arrivals import (
    accept_invitation,
    create_invitation_link,
    invite_person,
    revoke_invitation,
    usable_invitation,
)
from communities.circles.services.care import close_community
from communities.people.models import User
from communities.policy import Circle
from tests.factories.people import PersonFactory
from tests.personas import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def link(cast: Cast, uses: int = 10) -> str:
    return create_invitation_link(
        community=cast.community, circle=Circle.INNER, language="en", by=cast.awa, uses=uses
    )


def circle_of(cast: Cast, person: User) -> int | None:
    row = Membership.objects.filter(community=cast.community, person=person).first()
    return row and row.circle


def test_link_lets_in_as_many_as_it_says(cast: Cast, client_of: ClientOf) -> None:
    address = f"/communities/invitation/{link(cast, uses=1)}/"
    other = PersonFactory()

    client_of(cast.esther).post(address)
    answer = client_of(other).post(address)

    assert circle_of(cast, cast.esther) == Circle.INNER
    assert (answer.status_code, circle_of(cast, other)) == (410, None)


def test_link_shows_where_it_leads_before_asking_for_an_account(
    cast: Cast, client_of: ClientOf
) -> None:
    page = client_of(None).get(f"/communities/invitation/{link(cast)}/").content.decode()

    assert "Water for all" in page
    assert "?next=/communities/invitation/" in page


@pytest.mark.parametrize("end", ["expired", "revoked", "closed", "tampered"])
def test_link_that_is_over_changes_nothing(cast: Cast, client_of: ClientOf, end: str) -> None:
    token = link(cast)
    invitation = Invitation.objects.get()
    if end == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "revoked":
        revoke_invitation(invitation=invitation)
    elif end == "closed":
        close_community(community=cast.community)
    else:
        token = token[:-1] + ("A" if token[-1] != "A" else "B")

    answer = client_of(cast.esther).post(f"/communities/invitation/{token}/")

    assert answer.status_code == 410
    assert circle_of(cast, cast.esther) is None


def test_last_use_is_taken_once(cast: Cast) -> None:
    token = link(cast, uses=1)
    first = usable_invitation(token, cast.esther)
    second = usable_invitation(token, cast.fatou)
    assert first is not None
    assert second is not None

    assert accept_invitation(invitation=first, person=cast.esther)
    assert not accept_invitation(invitation=second, person=cast.fatou)


def test_token_is_not_stored(cast: Cast) -> None:
    token = link(cast)

    assert token not in str(Invitation.objects.values().get())


def test_letter_speaks_the_invitees_language_and_serves_them_alone(
    cast: Cast,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        invite_person(
            community=cast.community,
            email="New@people.example",
            circle=Circle.OUTER,
            language="fr",
            by=cast.awa,
        )
    letter = mail.outbox[0]
    assert letter.to == ["New@people.example"]
    assert letter.subject == "Invitation dans Water for all"
    found = re.search(r"https?://\S+(/communities/invitation/\S+)", str(letter.body))
    assert found is not None

    stranger = client_of(cast.esther).post(found[1])
    assert stranger.status_code == 410

    invitee = PersonFactory(email="new@people.example")
    EmailAddress.objects.create(user=invitee, email=invitee.email, verified=True)
    client_of(invitee).post(found[1])
    assert circle_of(cast, invitee) == Circle.OUTER


def test_unverified_address_does_not_accept_a_letter(cast: Cast, client_of: ClientOf) -> None:
    token = invite_person(
        community=cast.community,
        email="new@people.example",
        circle=Circle.OUTER,
        language="fr",
        by=cast.awa,
    )
    impostor = PersonFactory(email="new@people.example")
    EmailAddress.objects.create(user=impostor, email=impostor.email, verified=False)

    assert client_of(impostor).post(f"/communities/invitation/{token}/").status_code == 410


def test_request_is_answered_by_the_core_group(cast: Cast, client_of: ClientOf) -> None:
    client_of(cast.esther).post("/communities/water/join/", {"message": "I care for wells."})
    client_of(cast.esther).post("/communities/water/join/", {"message": "Again."})
    asked = JoinRequest.objects.get()
    assert (
        "I care for wells." in client_of(cast.awa).get("/communities/water/care/").content.decode()
    )

    refused = client_of(cast.boubacar).post(
        f"/communities/water/care/requests/{asked.pk}/", {"answer": "accept"}
    )
    assert (refused.status_code, circle_of(cast, cast.esther)) == (403, None)

    client_of(cast.awa).post(f"/communities/water/care/requests/{asked.pk}/", {"answer": "accept"})
    assert circle_of(cast, cast.esther) == Circle.OUTER


def test_community_by_invitation_takes_no_requests(cast: Cast, client_of: ClientOf) -> None:
    Community.objects.update(accepts_requests=False)

    client_of(cast.esther).post("/communities/water/join/", {"message": "Please."})

    assert not JoinRequest.objects.exists()


def test_organisation_reader_is_no_member(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.awa).get("/communities/water/members/").content.decode()

    assert "Chloe" in page
    assert "Diego" not in page
