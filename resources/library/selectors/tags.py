"""Tags in use, as far as one reads what bears them, and where old ones lead."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.text import slugify
from taggit.models import Tag

from communities.people.models import User
from communities.policy import Standing
from resources.library.models import FormerTag
from resources.library.selectors.resources import visible_resources


def is_tag_keeper(person: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether this person looks after the site."""
    return (
        isinstance(person, User) and person.is_active and (person.is_staff or person.is_superuser)
    )


def require_tag_keeper(person: AbstractBaseUser | AnonymousUser) -> None:
    """Raise 404 unless this person looks after the site."""
    if not is_tag_keeper(person):
        raise Http404


def tags_in_use(standing: Standing, words: str = "") -> QuerySet[Any]:
    """Return the tags of published resources one may read, with how many of these bear them.

    A tag that only hidden resources or drafts bear is absent: its name would tell of them.
    """
    readable = visible_resources(standing).order_by().values("pk")
    rows = Tag.objects.filter(library_resourcetag_items__content_object__in=readable)
    if words:
        rows = rows.filter(name__icontains=words)
    uses = Count("library_resourcetag_items__content_object", distinct=True)
    return rows.annotate(uses=uses).order_by("name", "pk")


def tag_today(standing: Standing, slug: str) -> str | None:
    """Return the address a former tag has today; none when one reads nothing that bears it."""
    former = FormerTag.objects.filter(slug=slug).select_related("tag").first()
    if former is None:
        return None
    today = former.tag.slug
    rows = visible_resources(standing).order_by().filter(tagged_items__tag__slug__in=[slug, today])
    borne = set(rows.values_list("tagged_items__tag__slug", flat=True).distinct())
    return today if today in borne and slug not in borne else None


def name_today(standing: Standing, name: str) -> str | None:
    """Return the name that a tag bears by now; none when it is this one, or not to be known."""
    slug = slugify(name, allow_unicode=True)
    slug = tag_today(standing, slug) or slug
    found = tags_in_use(standing).filter(slug=slug).first()
    return None if found is None or found.name == name else found.name
