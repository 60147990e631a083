"""Closing an account: the name goes, the posts stay, sessions end."""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.db.models import ProtectedError
from django.test import Client

from communities.people.models import User
from communities.people.services.closing import AccountNeeded, close_account, closing_steps
from tests.factories.people import OrganisationMemberFactory, PersonFactory

pytestmark = pytest.mark.django_db


def test_closed_account_keeps_nothing_that_names_the_person() -> None:
    person = PersonFactory(display_name="Ana", about="I live here", email="ana@city.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    OrganisationMemberFactory(person=person)

    assert close_account(person=person)

    person.refresh_from_db()
    assert str(person) == "former member"
    assert (person.email, person.display_name, person.about) == (None, "", "")
    assert not person.is_active
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not person.organisation_links.exists()


def test_closing_ends_every_session(client_of: Callable[[User | None], Client]) -> None:
    person = PersonFactory()
    here, elsewhere = client_of(person), client_of(person)

    here.post("/me/close/", {"understood": "on"})

    assert elsewhere.get("/me/").status_code == 302


def test_closing_twice_changes_nothing() -> None:
    person = PersonFactory()
    close_account(person=person)

    assert not close_account(person=person)


def test_refusal_of_a_step_leaves_the_account_as_it_was() -> None:
    def step(person: User) -> None:
        raise AccountNeeded("Name a successor first.")

    person = PersonFactory(display_name="Ana")
    closing_steps.register(step)
    try:
        with pytest.raises(AccountNeeded):
            close_account(person=person)
    finally:
        closing_steps.forget(step)

    person.refresh_from_db()
    assert (person.display_name, person.is_active) == ("Ana", True)


def test_people_are_never_deleted() -> None:
    person = PersonFactory()

    with pytest.raises(ProtectedError):
        person.delete()
    with pytest.raises(ProtectedError):
        User.objects.filter(pk=person.pk).delete()
