"""One country, one sector, one theme is one value, however it is spelled."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation

from communities.people.models import User
from communities.policy import Audience
from resources.library.models import ResourcePage
from resources.library.places.countries import country_key, country_name, country_names
from resources.library.places.folding import folded
from tests.personas import Cast
from tests.resources.library.conftest import Keep
from tests.resources.library.test_browsing import LISTS, facets, titles

ClientOf = Callable[[User | None], Client]
migration = import_module("resources.library.migrations.0008_one_value_however_spelled")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sénégal", "senegal"),
        (" SENEGAL ", "Senegal"),
        ("Allemagne", "Germany"),
        ("Côte d'Ivoire", "Ivory Coast"),
        ("Côte d’Ivoire", "cote d ivoire"),
        ("Bosnia and Herzegovina", "Bosnie-Herzégovine"),
        ("SN", "Senegal"),
        ("États-Unis", "USA"),
        ("Afrique de l’Ouest", "afrique de l'ouest"),
    ],
)
def test_a_place_has_one_key(one: str, other: str) -> None:
    assert country_key(one) == country_key(other) != ""


def test_what_differs_stays_apart() -> None:
    keys = {country_key(name) for name in ("Niger", "Nigeria", "Guinée", "Guinée-Bissau", "Guyana")}
    assert len(keys) == 5
    assert country_key("Congo") not in {country_key("RDC"), country_key("Congo-Brazzaville")}
    assert folded("हिन्दी") != folded("हनद")
    assert folded("Œuvre") == "oeuvre"
    assert folded("!?") == ""
    assert len(folded("ﷺ" * 80)) <= 100


def test_all_countries_are_named_in_both_languages() -> None:
    with translation.override("fr"):
        assert (len(country_names()), country_name("de")) == (249, "Allemagne")
        in_french = list(country_names().values())
    with translation.override("en"):
        assert (len(country_names()), country_name("de")) == (249, "Germany")
    assert in_french.index("Égypte") < in_french.index("Espagne")


@pytest.mark.parametrize("address", LISTS)
def test_spellings_are_counted_and_found_together(
    keep: Keep, stage: Cast, client_of: ClientOf, address: str
) -> None:
    keep("One", country="Sénégal", sector="Santé", theme="Eau potable")
    keep("Two", country="Senegal", sector="santé", theme="eau  potable")
    keep("Three", country="Mali", sector="SANTE", theme="Eau-potable")
    keep("Four", country="Afrique de l'Ouest", sector="Finances", theme="Budget")
    visitor = client_of(None)
    visitor.cookies["django_language"] = "fr"

    seen = facets(visitor, address)

    assert seen["country"] == {"Sénégal": 2, "Mali": 1, "Afrique de l'Ouest": 1}
    assert seen["sector"] == {"santé": 3, "Finances": 1}
    assert list(seen["theme"].values()) == [3, 1]
    for spelling in ("Sénégal", "senegal", "SN", "sn"):
        assert sorted(titles(visitor, f"{address}?country={spelling}")) == ["One", "Two"]
    assert len(titles(visitor, f"{address}?sector=sante")) == 3


def test_a_country_is_named_in_the_readers_language(keep: Keep, client_of: ClientOf) -> None:
    page = keep("One", country="Germany")
    reader = client_of(None)
    reader.cookies["django_language"] = "fr"

    for address in ("/resources/", page.get_absolute_url()):
        assert "Allemagne" in reader.get(address).content.decode()


def test_the_spelling_of_hidden_resources_is_not_told(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    keep("Seen", sector="sante")
    keep("Too", sector="other")
    keep("Hidden", by=stage.awa, sector="Santé!", read_audience=Audience.CORE)

    assert facets(client_of(None), "/resources/")["sector"] == {"sante": 1, "other": 1}
    known = client_of(stage.chloe).get("/communities/water/resources/new/").context["known"]
    assert known["sector"] == ["other", "sante"]


def test_the_form_suggests_every_country_and_regions_in_use(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    keep("One", country="Sahel")
    keep("Two", country="Senegal")
    known = client_of(stage.chloe).get("/communities/water/resources/new/").context["known"]

    assert known["country"][0] == "Sahel"
    assert len(known["country"]) == 250


def test_what_was_written_before_gets_its_keys(keep: Keep) -> None:
    page = keep("One", country="Sénégal", sector="Santé", theme="Eau")
    rows = ResourcePage.objects.filter(pk=page.pk)
    rows.update(country_key="", sector_key="", theme_key="")

    migration.fill_keys(apps, None)

    keys = rows.values_list("country_key", "sector_key", "theme_key")
    assert keys.get() == ("sn", "sante", "eau")
    assert rows.get().country == "Sénégal"
