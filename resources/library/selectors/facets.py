"""Browsing: filters from an address, and how many resources one may read stand behind each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import (
    CharField,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from resources.library.choices import Adoption
from resources.library.models import ResourcePage, Stance
from resources.library.places.countries import country_key
from resources.library.places.folding import folded

SHOWN = 12  # of each facet, the most frequent
LONGEST = 100  # no value of a facet is longer
# facet: the field that is compared, and the one that is shown
FACETS = {
    "kind": ("kind", "kind"),
    "community": ("community__slug", "community__name"),
    "language": ("language", "language"),
    "country": ("country_key", "country"),
    "level": ("level", "level"),
    "sector": ("sector_key", "sector"),
    "theme": ("theme_key", "theme"),
    "tag": ("tagged_items__tag__slug", "tagged_items__tag__name"),
}
# what an address may spell otherwise: the key under which it is compared
KEYS: dict[str, Callable[[str], str]] = {
    "country": country_key,
    "sector": folded,
    "theme": folded,
}
SORTS = ("new", "adopted", "review")


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for, as the address says."""

    chosen: Mapping[str, str]
    sort: str = "new"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Wanted":
        """Read it from an address; what makes no sense is left out."""
        words = {name: asked.get(name, "") for name in FACETS}
        keys = {
            name: KEYS.get(name, str)(value)
            for name, value in words.items()
            if len(value) <= LONGEST
        }
        chosen = {name: key for name, key in keys.items() if key}
        sort = asked.get("sort", "")
        return cls(chosen, sort if sort in SORTS else "new")


def narrowed(
    rows: QuerySet[ResourcePage], wanted: Wanted, *, but: str = ""
) -> QuerySet[ResourcePage]:
    """Keep what is wanted, one facet perhaps left open."""
    for name, value in wanted.chosen.items():
        if name != but:
            rows = rows.filter(**{FACETS[name][0]: value})
    return rows


def rows_for_page(rows: QuerySet[ResourcePage], wanted: Wanted) -> QuerySet[ResourcePage]:
    """Return what a page of the library lists, in the order asked for."""
    rows = narrowed(rows, wanted).select_related("community").defer("body")
    adopted = (
        Stance.objects.filter(page=OuterRef("pk"), adoption=Adoption.ADOPTED)
        .order_by()
        .values("page")
        .annotate(count=Count("pk"))
        .values("count")
    )
    rows = rows.annotate(adoptions=Coalesce(Subquery(adopted, output_field=IntegerField()), 0))
    newest = (F("first_published_at").desc(nulls_last=True), "-pk")
    if wanted.sort == "adopted":
        return rows.order_by("-adoptions", *newest)
    if wanted.sort == "review":
        return rows.order_by(F("review_on").asc(nulls_last=True), *newest)
    return rows.order_by(*newest)


def counts(rows: QuerySet[ResourcePage], wanted: Wanted) -> dict[str, list[Option]]:
    """Count every facet in one query, each under the other facets' choices."""
    parts = [_counted(narrowed(rows, wanted, but=name), name) for name in FACETS]
    found: dict[str, list[Option]] = defaultdict(list)
    for name, value, label, count in parts[0].union(*parts[1:], all=True):
        found[name].append(Option(value, label, count))
    return {name: list(_most(found[name], wanted.chosen.get(name))) for name in FACETS}


def _counted(
    rows: QuerySet[ResourcePage], name: str
) -> QuerySet[ResourcePage, tuple[str, str, str, int]]:
    value, label = FACETS[name]
    text = CharField()
    return (
        rows.order_by()
        .filter(~Q(**{value: ""}), **{f"{value}__isnull": False})
        .annotate(
            facet=Value(name, output_field=text),
            value=Cast(value, text),
        )
        .values("facet", "value")
        # Of several spellings the one that sorts last: with its accents, in small letters.
        .annotate(label=Max(Cast(label, text)), count=Count("pk", distinct=True))
        .values_list("facet", "value", "label", "count")
    )


def _most(options: list[Option], chosen: str | None) -> Iterator[Option]:
    """Yield the most frequent, and the chosen one wherever it stands."""
    ordered = sorted(options, key=lambda option: (-option.count, option.label))
    for number, option in enumerate(ordered):
        if number < SHOWN or option.value == chosen:
            yield option
