"""Resources, to be found: published ones, with their files' words and what others made of them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F, Model, QuerySet
from django.db.models.functions import Greatest
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished

from communities.circles.models import Community
from communities.policy import Scope, Standing
from resources.library.facts import PRACTICE
from resources.library.models import Adaptation, ResourceFile, ResourcePage
from resources.library.places.countries import all_names, country_key
from resources.library.selectors.resources import visible_resources
from resources.library.selectors.tags import name_today
from resources.search.engine import Document, Thing
from resources.search.file_words import words_in
from resources.search.registry import (
    SearchSource,
    Shown,
    all_of,
    keys_of,
    place_name,
    register_places,
    register_source,
    register_tag_name,
)
from resources.search.services import touch

RESOURCE, KEPT, LISTED = "resource", "kept", "listed"
PLACE = "place_number"
LEVELS = 10  # more than there are audiences: a community and an audience make one number


def place_of(scope: Scope) -> str:
    """Name the place of a resource: resources of one community and audience share it."""
    if scope.invited_list_id is not None:
        return place_name(LISTED, scope.invited_list_id * LEVELS + scope.read)
    return place_name(KEPT, scope.community_id * LEVELS + scope.read)


def _places(standing: Standing, owner: str, *, listed: bool) -> QuerySet[Any]:
    rows = visible_resources(standing).filter(invited_list__isnull=not listed)
    level = Greatest(F("read_audience"), F("community__read_audience"))
    return rows.annotate(place_number=F(owner) * LEVELS + level).distinct()


def _live() -> QuerySet[ResourcePage]:
    rows: QuerySet[ResourcePage] = ResourcePage.objects.live()
    return rows.select_related("community")


def documents(things: Collection[Thing]) -> Iterable[Document]:
    """Make a document of each published resource."""
    rows = _live().filter(pk__in=keys_of(things, RESOURCE))
    for page in rows.prefetch_related("tagged_items__tag", "adaptations", "credits", "files"):
        yield Document(
            Thing(RESOURCE, page.pk),
            place=place_of(page.scope),
            language=page.language,
            written_at=page.first_published_at,
            title=page.title,
            text="\n".join([*_words(page), *_facets(page), words_in(page.files.all())]),
            community_id=page.community_id,
            author_id=next((one.person_id for one in page.credits.all() if one.person_id), None),
            tags=tuple(item.tag.name for item in page.tagged_items.all()),
        )


def _words(page: ResourcePage) -> Iterable[str]:
    """Yield everything a resource says, and what others say that they changed of it."""
    yield page.summary
    yield from (str(block.value) for block in page.body)
    yield from (getattr(page, name) for name in PRACTICE)
    for one in page.adaptations.all():
        yield from (one.place, one.changed, one.happened)


def _facets(page: ResourcePage) -> Iterable[str]:
    return (page.country, *all_names(country_key(page.country)), page.sector, page.theme)


def readable(standing: Standing, things: Collection[Thing]) -> Mapping[Thing, Shown]:
    """Fetch those of the resources that this person may read."""
    rows = visible_resources(standing).filter(pk__in=keys_of(things, RESOURCE))
    return {
        Thing(RESOURCE, page.pk): Shown(
            title=page.title,
            address=page.get_absolute_url(),
            text="\n".join(_words(page)),
            language=page.language,
            community=page.community.name,
            place=page.get_kind_display(),
            written_at=page.first_published_at,
            scope=page.scope,
        )
        for page in rows.select_related("community")
    }


def register() -> None:
    """Let resources be found."""
    register_places(KEPT, lambda standing: _places(standing, "community_id", listed=False), PLACE)
    register_places(
        LISTED, lambda standing: _places(standing, "invited_list_id", listed=True), PLACE
    )
    register_tag_name(name_today)
    register_source(
        SearchSource(
            order=1,
            kinds={RESOURCE: _("Resources")},
            everything=lambda: all_of(RESOURCE, _live(), documents),
            documents=documents,
            readable=readable,
        )
    )


@receiver([page_published, page_unpublished], dispatch_uid="search follows resources")
def follow_page(instance: Model, **facts: Any) -> None:
    """Touch a resource that was published, changed or taken back; its audience may be another."""
    if isinstance(instance, ResourcePage):
        touch([Thing(RESOURCE, instance.pk)], hidden_from=place_of(instance.scope))


@receiver(post_delete, sender=ResourcePage, dispatch_uid="search forgets resources")
def forget_page(instance: ResourcePage, **facts: Any) -> None:
    """Touch a resource that was deleted."""
    touch([Thing(RESOURCE, instance.pk)], hidden_from=place_of(instance.scope))


@receiver([post_save, post_delete], sender=Adaptation, dispatch_uid="search follows adaptations")
@receiver([post_save, post_delete], sender=ResourceFile, dispatch_uid="search follows files")
def follow_part(instance: Adaptation | ResourceFile, **facts: Any) -> None:
    """Touch the resource that an adaptation or a file belongs to."""
    touch([Thing(RESOURCE, instance.page_id)])


@receiver(post_save, sender=Community, dispatch_uid="search follows communities of resources")
def follow_community(instance: Community, **facts: Any) -> None:
    """Touch the resources of a community: they are never wider than it is."""
    rows = ResourcePage.objects.filter(community=instance).order_by()
    touch(Thing(RESOURCE, key) for key in rows.values_list("pk", flat=True))
