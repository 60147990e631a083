"""A public resource describes itself to machines; any other says nothing to them."""

from collections.abc import Callable

import html5lib
import pytest
from django.test import Client

from communities.people.models import User
from communities.policy import Audience
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]


def facts(client: Client, address: str) -> dict[str, list[str]]:
    """Read what is said in ``meta`` and ``link``, by its name."""
    page = html5lib.parse(client.get(address).content, namespaceHTMLElements=False)
    found: dict[str, list[str]] = {}
    for one in (one for one in page.iter() if one.tag in {"meta", "link"}):
        name = one.get("itemprop") or one.get("property") or one.get("rel")
        found.setdefault(str(name), []).append(one.get("content") or one.get("href") or "")
    return found


def test_a_public_resource_says_what_it_is(keep: Keep, client_of: ClientOf) -> None:
    page = keep('A "guide" & more', authors=("Chloe", "Ann"), tags=("water",), theme="Tax")

    said = facts(client_of(None), page.get_absolute_url())

    address = f"http://localhost:8000{page.get_absolute_url()}"
    assert said["canonical"] == said["og:url"] == said["url"] == [address]
    assert said["og:title"] == ['A "guide" & more']
    assert said["name"] == ['A "guide" & more', "Chloe", "Ann", "Water for all"]
    assert said["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert said["inLanguage"] == ["en"]
    assert said["keywords"] == ["Tax, water"]
    assert said["dateModified"][0].startswith(str(page.last_published_at.year))


@pytest.mark.parametrize(
    "more", [{"read_audience": Audience.SIGNED_IN}, {"publish": False}], ids=["hidden", "draft"]
)
def test_what_is_not_public_says_nothing(
    keep: Keep, stage: Cast, client_of: ClientOf, more: dict[str, object]
) -> None:
    page = keep("A guide", **more)

    said = facts(client_of(stage.awa), page.get_absolute_url())

    assert not {"canonical", "og:title", "name", "license"} & set(said)
