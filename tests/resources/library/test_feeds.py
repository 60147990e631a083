"""Feeds tell everybody the same: the newest public resources, each with authors and licence."""

from collections.abc import Callable

import pytest
from defusedxml import ElementTree
from django.test import Client

from communities.people.models import User
from communities.policy import Audience
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
FEEDS = ("/resources/feed/", "/communities/water/resources/feed/")
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def titles(client: Client, address: str) -> list[str]:
    feed = ElementTree.fromstring(client.get(address).content)
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_tells_its_keeper_no_more_than_a_visitor(
    keep: Keep, stage: Cast, client_of: ClientOf, address: str
) -> None:
    keep("Old")
    keep("New")
    keep("Inner", by=stage.awa, read_audience=Audience.INNER)
    keep("Draft", publish=False)

    assert titles(client_of(stage.awa), address) == titles(client_of(None), address)
    assert titles(client_of(None), address) == ["New", "Old"]


def test_an_entry_says_all_that_is_needed_to_use_it(keep: Keep, client_of: ClientOf) -> None:
    page = keep(
        "Meters <&> \x07", summary="Not <b>bold</b>", authors=("Chloe", "Ann"), tags=("water",)
    )

    answer = client_of(None).get("/resources/feed/")
    entry = ElementTree.fromstring(answer.content).find(f"{ATOM}entry")
    links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}

    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.get(LANGUAGE) == "en"
    assert entry.findtext(f"{ATOM}title") == "Meters <&> \N{REPLACEMENT CHARACTER}"
    assert entry.findtext(f"{ATOM}summary") == "Not &lt;b&gt;bold&lt;/b&gt;"
    assert [one.text for one in entry.findall(f"{ATOM}author/{ATOM}name")] == ["Chloe", "Ann"]
    assert links["alternate"].endswith(page.get_absolute_url())
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert entry.findtext(f"{ATOM}rights").startswith("CC BY")
    assert entry.findtext(f"{ATOM}id") == f"oai:localhost:resource-{page.pk}"
    assert {"Guide", "water"} <= {one.get("term") for one in entry.findall(f"{ATOM}category")}


@pytest.mark.parametrize("address", FEEDS)
def test_an_unchanged_feed_is_not_sent_again(keep: Keep, client_of: ClientOf, address: str) -> None:
    client = client_of(None)
    empty = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": empty}).status_code == 304

    keep("One")
    filled = client.get(address, headers={"If-None-Match": empty})
    since = {"If-Modified-Since": filled.headers["Last-Modified"]}

    assert filled.status_code == 200
    assert client.get(address, headers=since).status_code == 304
    assert client.get(address, headers={"If-None-Match": filled.headers["ETag"]}).content == b""


@pytest.mark.parametrize("address", ["/resources/", "/communities/water/resources/"])
def test_lists_name_their_feed(stage: Cast, client_of: ClientOf, address: str) -> None:
    shown = client_of(None).get(address).content.decode()

    assert f'type="application/atom+xml" title="New resources" href="{address}feed/"' in shown


def test_a_hidden_community_has_no_feed_even_for_its_members(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    keep("Public by itself")
    stage.community.read_audience = Audience.OUTER
    stage.community.save()

    member = client_of(stage.awa)

    assert member.get("/communities/water/resources/feed/").status_code == 404
    assert titles(member, "/resources/feed/") == []
    assert "feed/" not in member.get("/communities/water/resources/").content.decode()
