"""What a verified address opens."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from communities.people.models import OrganisationDomain, OrganisationMember, User
from communities.people.services.arrival import claim_steps, welcome_verified_address
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db


def archive_author(address: str) -> User:
    return User.objects.create(display_name="Old Hand", claim_email=address, email=None)


def test_address_of_a_known_domain_joins_the_organisation() -> None:
    organisation = OrganisationFactory()
    OrganisationDomain.objects.create(organisation=organisation, domain="city.example")
    person = PersonFactory(email="ana@city.example")

    assert welcome_verified_address(person=person, email="ana@CITY.example")

    link = OrganisationMember.objects.get(person=person)
    assert (link.organisation, link.source) == (organisation, "domain")
    assert not link.is_steward


def test_joining_twice_changes_nothing() -> None:
    organisation = OrganisationFactory()
    OrganisationDomain.objects.create(organisation=organisation, domain="city.example")
    person = PersonFactory()
    welcome_verified_address(person=person, email="ana@city.example")

    assert not welcome_verified_address(person=person, email="ana@city.example")
    assert OrganisationMember.objects.count() == 1


def test_sub_domain_is_another_domain() -> None:
    OrganisationDomain.objects.create(organisation=OrganisationFactory(), domain="city.example")

    assert not welcome_verified_address(person=PersonFactory(), email="a@evil.city.example")
    assert not welcome_verified_address(person=PersonFactory(), email="a@city.example.org")


def test_author_of_an_archive_is_claimed_once() -> None:
    author = archive_author("Old@List.example")
    person = PersonFactory(display_name="")
    seen: list[tuple[int, int]] = []

    def step(placeholder: User, claimer: User) -> None:
        seen.append((placeholder.pk, claimer.pk))

    claim_steps.register(step)
    try:
        assert welcome_verified_address(person=person, email="old@list.example")
        assert not welcome_verified_address(person=PersonFactory(), email="old@list.example")
    finally:
        claim_steps.forget(step)

    author.refresh_from_db()
    assert seen == [(author.pk, person.pk)]
    assert (author.claim_email, author.is_active) == ("", False)
    assert person.display_name == "Old Hand"


def test_author_of_an_archive_cannot_sign_in(
    client_of: Callable[[User | None], Client],
) -> None:
    archive_author("old@list.example")

    answer = client_of(None).post(
        "/accounts/login/", {"login": "old@list.example", "password": "anything at all"}
    )

    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.client.session
    assert not EmailAddress.objects.exists()
