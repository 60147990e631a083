"""One form makes a community with its page, its spaces and its core group."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.circles.models import CircleChange, Community, Membership
from communities.pages.models import CommunityPage
from communities.people.models import User
from communities.policy import Audience, Circle
from forums.spaces.models import Space
from tests.factories.people import OrganisationMemberFactory, PersonFactory

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
WORDS = {
    "name": "Eau pour tous",
    "purpose": "Apprendre.",
    "form": "cop",
    "language": "fr",
    "goal_1": "Comparer nos puits",
    "kind_1": "exchange",
    "goal_2": "",
    "kind_2": "testing",
    "goal_3": "",
    "kind_3": "change",
}


def test_form_makes_page_spaces_and_core_group(client_of: ClientOf) -> None:
    link = OrganisationMemberFactory()

    answer = client_of(link.person).post(
        "/communities/new/", {**WORDS, "hosts": [link.organisation.pk]}
    )

    community = Community.objects.get()
    assert answer.url == "/communities/eau-pour-tous/invitations/"
    assert Membership.objects.get().circle == Circle.CORE
    assert CircleChange.objects.get().to_circle == Circle.CORE
    assert list(community.hosts.all()) == [link.organisation]
    spaces = Space.objects.select_related("forum")
    assert [(s.forum.name, s.read_audience, s.write_audience) for s in spaces] == [
        ("Annonces", Audience.ORGANISATION, Audience.CORE),
        ("Forum ouvert", Audience.ORGANISATION, Audience.OUTER),
        ("Cercle intérieur", Audience.INNER, Audience.INNER),
        ("Groupe central", Audience.CORE, Audience.CORE),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page_answers_in_both_languages(client_of: ClientOf, language: str) -> None:
    client_of(PersonFactory()).post("/communities/new/", WORDS)
    visitor = client_of(None)
    visitor.cookies["django_language"] = language

    page = visitor.get("/communities/eau-pour-tous/").content.decode()

    assert "Comparer nos puits" in page
    assert f'<html lang="{language}"' in page
    assert CommunityPage.objects.count() == 2


def test_same_name_gets_another_address(client_of: ClientOf) -> None:
    client = client_of(PersonFactory())
    client.post("/communities/new/", WORDS)
    client.post("/communities/new/", WORDS)
    client.post("/communities/new/", {**WORDS, "name": "New"})

    slugs = set(Community.objects.values_list("slug", flat=True))
    assert slugs == {"eau-pour-tous", "eau-pour-tous-2", "new-2"}


def test_organisation_of_others_cannot_be_named_as_host(client_of: ClientOf) -> None:
    foreign = OrganisationMemberFactory().organisation
    own = OrganisationMemberFactory()

    answer = client_of(own.person).post("/communities/new/", {**WORDS, "hosts": [foreign.pk]})

    assert answer.status_code == 200
    assert not Community.objects.exists()


def test_renamed_community_renames_its_page(client_of: ClientOf) -> None:
    client = client_of(PersonFactory())
    client.post("/communities/new/", WORDS)

    client.post(
        "/communities/eau-pour-tous/settings/",
        {"name": "Eau et forêts", "purpose": "Tout.", "read_audience": "3"},
    )

    titles = CommunityPage.objects.values_list("title", "read_audience")
    assert set(titles) == {("Eau et forêts", 3)}
    assert client_of(None).get("/communities/eau-pour-tous/").status_code == 404
