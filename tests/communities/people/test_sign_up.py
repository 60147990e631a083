"""Signing up and in, through the public door."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from communities.people.models import OrganisationDomain, OrganisationMember, User
from tests.factories.people import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
NEW = {"email": "ana@city.example", "password1": "correct horse battery", "display_name": "Ana"}


def code_in_last_mail() -> str:
    found = re.search(
        r"^([A-Z0-9]{3,6}(?:-[A-Z0-9]{3,6})?)$", str(mail.outbox[-1].body), re.MULTILINE
    )
    assert found is not None, mail.outbox[-1].body
    return found[1]


def test_signing_up_needs_the_code_from_the_mail(client_of: ClientOf) -> None:
    client = client_of(None)

    client.post("/accounts/signup/", NEW)
    assert client.get("/me/").status_code == 302

    client.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    assert client.get("/me/").status_code == 200
    assert User.objects.get(email="ana@city.example").display_name == "Ana"


def test_verified_sign_up_joins_the_organisation_of_the_domain(client_of: ClientOf) -> None:
    OrganisationDomain.objects.create(organisation=OrganisationFactory(), domain="city.example")
    client = client_of(None)

    client.post("/accounts/signup/", NEW)
    assert not OrganisationMember.objects.exists()

    client.post("/accounts/confirm-email/", {"code": code_in_last_mail()})
    assert OrganisationMember.objects.get().person.email == "ana@city.example"


def test_language_of_the_sign_up_page_is_kept(client_of: ClientOf) -> None:
    client = client_of(None)
    client.cookies["django_language"] = "fr"

    client.post("/accounts/signup/", NEW)

    assert User.objects.get(email="ana@city.example").language == "fr"


def test_sign_in_by_code(client_of: ClientOf) -> None:
    person = PersonFactory(email="ana@city.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client = client_of(None)

    client.post("/accounts/login/code/", {"email": "ana@city.example"})
    client.post("/accounts/login/code/confirm/", {"code": code_in_last_mail()})

    assert client.get("/me/").status_code == 200


def test_sign_up_does_not_tell_who_has_an_account(client_of: ClientOf) -> None:
    PersonFactory(email="ana@city.example")

    known = client_of(None).post("/accounts/signup/", NEW)
    unknown = client_of(None).post("/accounts/signup/", {**NEW, "email": "bea@city.example"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_suspended_person_is_nobody_at_once(client_of: ClientOf) -> None:
    person = PersonFactory()
    client = client_of(person)
    assert client.get("/me/").status_code == 200

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get("/me/").status_code == 302
