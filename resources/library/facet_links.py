"""Facets as links: each choice is an address, so that it works without scripts and can be shared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from resources.library.choices import Kind, Level
from resources.library.places.countries import country_names
from resources.library.selectors.facets import SORTS, Option, Wanted


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A choice: following it takes it, or leaves it if it is taken."""

    label: str
    address: str
    is_chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its choices."""

    name: str
    label: str
    links: list[FacetLink]

    @property
    def is_chosen(self) -> bool:
        return any(link.is_chosen for link in self.links)


def facet_links(
    request: HttpRequest, counted: Mapping[str, list[Option]], wanted: Wanted
) -> list[Facet]:
    """Turn counted facets into links, leaving out those that say nothing."""
    labels = _labels()
    facets = (
        Facet(name, labels[name], list(_links(request, name, options, wanted)))
        for name, options in counted.items()
    )
    return [facet for facet in facets if len(facet.links) > 1 or facet.is_chosen]


def _labels() -> dict[str, str]:
    return {
        "kind": _("Kind"),
        "community": _("Community"),
        "language": _("Language"),
        "country": _("Country"),
        "level": _("Level of government"),
        "sector": _("Sector"),
        "theme": _("Theme"),
        "tag": _("Tag"),
    }


def _links(
    request: HttpRequest, name: str, options: list[Option], wanted: Wanted
) -> Iterator[FacetLink]:
    words = _words(name)
    for option in options:
        is_chosen = wanted.chosen.get(name) == option.value
        address = _address(request, name, None if is_chosen else option.value)
        label = words.get(option.value, option.label)
        yield FacetLink(label, address, is_chosen, option.count)


def _words(name: str) -> Mapping[str, str]:
    if name == "country":
        return country_names()
    choices = {
        "kind": Kind.choices,
        "level": Level.choices,
        "language": settings.LANGUAGES,
    }.get(name, [])
    return {value: str(label) for value, label in choices}


def sort_links(request: HttpRequest, wanted: Wanted) -> list[FacetLink]:
    """Offer the orders in which resources can be listed."""
    labels = {"new": _("Newest"), "adopted": _("Most adopted"), "review": _("Review due")}
    return [
        FacetLink(labels[sort], _address(request, "sort", sort), sort == wanted.sort)
        for sort in SORTS
    ]


def _address(request: HttpRequest, name: str, value: str | None) -> str:
    asked = request.GET.copy()
    asked.pop("page", None)
    asked.pop(name, None)
    if value is not None:
        asked[name] = value
    return f"?{asked.urlencode()}"
