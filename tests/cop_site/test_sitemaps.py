"""The map for search engines names every public address and no other."""

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils import timezone

from tests.worlds import Scene, make_scene

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def listed(client: Client, address: str) -> dict[str, str | None]:
    root = ElementTree.fromstring(client.get(address).content)
    return {
        one.findtext(f"{SITEMAP}loc").removeprefix("http://localhost:8000"): one.findtext(
            f"{SITEMAP}lastmod"
        )
        for one in root
    }


def test_the_map_names_public_places_to_anybody_who_asks(scene: Scene, client: Client) -> None:
    resource, topic = scene.resources["public"], scene.topics["public"]
    client.force_login(scene.cast.awa)

    found = listed(client, "/sitemap.xml")

    changed = timezone.localdate(resource.last_published_at).isoformat()
    assert found.pop(resource.get_absolute_url()) == changed
    assert found.pop(f"/t/{topic.pk}-{topic.slug}/") == changed
    assert {"/", "/communities/", "/communities/water/", "/resources/"} <= set(found)
    assert not {
        address for address in found if address.startswith(("/t/", "/resources/", "/s"))
    } - {"/resources/"}


def test_a_long_map_is_a_list_of_maps(
    scene: Scene, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cop_site.views.MOST", 3)
    monkeypatch.setattr("cop_site.sitemaps.Places.limit", 1)
    resource = scene.resources["public"]

    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    maps = [one.findtext(f"{SITEMAP}loc") for one in index]

    assert "http://testserver/sitemap-communities.xml?p=2" in maps
    assert list(listed(client, "/sitemap-resources.xml")) == [resource.get_absolute_url()]
    assert client.get("/sitemap-resources.xml?p=2").status_code == 404
    assert client.get("/sitemap-people.xml").status_code == 404


def test_robots_are_shown_the_map(client: Client, db: None) -> None:
    text = client.get("/robots.txt").content.decode()

    assert text.startswith("User-agent: *\nDisallow: /accounts/\n")
    assert text.endswith("Sitemap: http://localhost:8000/sitemap.xml\n")
