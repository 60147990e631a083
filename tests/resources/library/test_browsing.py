"""The library lists and counts only what one may read, and says how to cite it."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.people.models import User
from communities.policy import Audience
from resources.library.choices import Adoption
from resources.library.services.practices import take_stance
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
LISTS = ("/resources/", "/communities/water/resources/", "/organisations/ministry/resources/")


def titles(client: Client, address: str) -> list[str]:
    return [page.title for page in client.get(address).context["resources"]]


def facets(client: Client, address: str) -> dict[str, dict[str, int]]:
    found = client.get(address).context["facets"]
    return {facet.name: {link.label: link.count for link in facet.links} for facet in found}


@pytest.mark.parametrize("address", LISTS)
def test_facets_count_only_what_one_may_read(
    keep: Keep, stage: Cast, client_of: ClientOf, address: str
) -> None:
    keep("One", country="Mali", tags=("water",))
    keep("Two", country="Senegal", tags=("water", "tax"))
    keep("Three", by=stage.awa, country="Mali", tags=("secret",), read_audience=Audience.INNER)
    keep("Draft", country="Mali", publish=False)

    seen, inside = facets(client_of(None), address), facets(client_of(stage.boubacar), address)

    assert seen["country"] == {"Mali": 1, "Senegal": 1}
    assert seen["tag"] == {"water": 2, "tax": 1}
    assert inside["country"] == {"Mali": 2, "Senegal": 1}
    assert "secret" in inside["tag"]


def test_choices_narrow_and_can_be_taken_back(keep: Keep, client_of: ClientOf) -> None:
    keep("One", country="Mali", kind="tool")
    keep("Two", country="Mali")
    keep("Three", country="Senegal")
    client = client_of(None)

    page = client.get("/resources/?country=Mali&kind=tool&page=4")
    country = next(facet for facet in page.context["facets"] if facet.name == "country")

    assert [row.title for row in page.context["resources"]] == ["One"]
    assert {link.label: link.address for link in country.links} == {"Mali": "?kind=tool"}
    assert facets(client, "/resources/?country=Mali")["country"] == {"Mali": 2, "Senegal": 1}


@pytest.mark.parametrize(
    "asked", ["kind=poem", "country=" + "x" * 5000, "sort=worst", "page=x", "tag=%00", "level="]
)
def test_strange_addresses_are_answered(keep: Keep, client_of: ClientOf, asked: str) -> None:
    keep("One")

    assert client_of(None).get(f"/resources/?{asked}").status_code in {200, 400}


def test_orders(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    keep("Old", review_on="2026-01-01")
    used = keep("Used", kind="practice")
    keep("New", review_on="2030-01-01")
    take_stance(page=used, person=stage.chloe, adoption=Adoption.ADOPTED, place="Thiès")
    client = client_of(None)

    assert titles(client, "/resources/") == ["New", "Used", "Old"]
    assert titles(client, "/resources/?sort=adopted")[0] == "Used"
    assert titles(client, "/resources/?sort=review") == ["Old", "New", "Used"]


def test_what_is_due_stands_in_care(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    keep("Stale", review_on="2026-01-01")
    keep("Fresh", review_on="2090-01-01")

    shown = client_of(stage.awa).get("/communities/water/resources/proposals/").content.decode()

    assert "Stale" in shown
    assert "Fresh" not in shown


def test_an_empty_library_offers_the_first_act(stage: Cast, client_of: ClientOf) -> None:
    member = client_of(stage.chloe).get("/communities/water/resources/").content.decode()

    assert "/communities/water/resources/new/" in member
    assert client_of(None).get("/resources/").status_code == 200


def test_citations(keep: Keep, client_of: ClientOf) -> None:
    page = keep("Meters & {braces}\\", authors=("Chloe", "N. O'Body"), tags=())
    client = client_of(None)

    shown = client.get(page.get_absolute_url()).context["citation"].apa
    tex = client.get(f"/resources/{page.pk}/cite.bib")
    ris = client.get(f"/resources/{page.pk}/cite.ris").content.decode()

    year = page.first_published_at.year
    assert shown.startswith(f"Chloe, N. O'Body ({year}). Meters & {{braces}}\\. Water for all, ")
    assert tex.headers["Content-Disposition"] == f'attachment; filename="resource{page.pk}.bib"'
    assert "{Chloe} and {N. O'Body}" in tex.content.decode()
    assert r"{Meters \& \{braces\}\textbackslash{}}" in tex.content.decode()
    assert ris.splitlines()[:4] == [
        "TY  - ELEC",
        "AU  - Chloe",
        "AU  - N. O'Body",
        "TI  - Meters & {braces}\\",
    ]
    assert ris.endswith("ER  - \r\n")
    assert client.get(f"/resources/{page.pk}/cite.doc").status_code == 404


def test_a_draft_is_not_cited(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page = keep(publish=False)

    assert client_of(stage.awa).get(f"/resources/{page.pk}/cite.ris").status_code == 404


def test_a_link_stays_a_link(keep: Keep, client_of: ClientOf) -> None:
    page = keep("There", kind="video", address="https://videos.example/watch?v=1&t=2")

    shown = client_of(None).get(page.get_absolute_url()).content.decode()

    assert 'href="https://videos.example/watch?v=1&amp;t=2" rel="nofollow noopener"' in shown
    assert "<iframe" not in shown
