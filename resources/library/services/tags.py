"""Renaming tags and making several one, wherever they stand: also in drafts and older versions."""

from collections.abc import Collection, Hashable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.text import slugify
from taggit.models import Tag, TaggedItem
from wagtail.models import PageLogEntry, Revision

from communities.people.models import User
from resources.library.models import FormerTag, ResourcePage, ResourceTag
from resources.library.search import RESOURCE
from resources.library.services.harvesting import note_change
from resources.search.engine import Thing
from resources.search.saving import rename_tag_in_saved_searches
from resources.search.services import touch

TAGS_CHANGED = "library.tags"


@transaction.atomic
def tidy_tags(*, tags: Collection[Tag], name: str, by: User) -> bool:
    """Let some tags bear one name; a tag that has it already becomes one with them.

    The name is spelled as it is given, so that nobody learns how a hidden resource spells it.
    """
    slug = slugify(name, allow_unicode=True)
    same = Q(slug=slug) | Q(name__iexact=name) | Q(pk__in=[tag.pk for tag in tags])
    found = list(Tag.objects.select_for_update().filter(same).order_by("pk"))
    if not found:
        return False
    kept = next((tag for tag in found if tag.slug == slug), found[0])
    others = [tag for tag in found if tag != kept]
    if not others and (kept.name, kept.slug) == (name, slug):
        return False
    old_names = {tag.name for tag in found} - {name}
    _keep_history(found, name, by)
    _move(ResourceTag.objects.all(), others, kept, ("content_object_id",))
    _move(TaggedItem.objects.all(), others, kept, ("content_type_id", "object_id"))
    _rewrite_versions({tag.pk for tag in others}, kept.pk)
    _lead_on(found, others, kept, slug)
    Tag.objects.filter(pk__in=[tag.pk for tag in others]).delete()
    Tag.objects.filter(pk=kept.pk).update(name=name, slug=slug)
    rename_tag_in_saved_searches(names=old_names, to=name)
    bearing = ResourceTag.objects.filter(tag=kept.pk).values_list("content_object", flat=True)
    touch(Thing(RESOURCE, key) for key in bearing)
    note_change(ResourcePage.objects.filter(pk__in=bearing))
    return True


def _move(rows: QuerySet[Any], others: Collection[Tag], kept: Tag, owner: tuple[str, ...]) -> None:
    """Give the rows of other tags to the one that is kept; who has it already has it once."""

    def key(row: Model) -> Hashable:
        return tuple(getattr(row, name) for name in owner)

    having = {key(row) for row in rows.filter(tag=kept)}
    for row in rows.filter(tag__in=others).order_by("pk"):
        if key(row) in having:
            row.delete()
        else:
            having.add(key(row))
            rows.filter(pk=row.pk).update(tag=kept)


def _rewrite_versions(old: Collection[int], kept: int) -> None:
    """Let drafts and older versions name the tag that is kept: one that is gone would be lost."""
    if not old:
        return
    named = Q()
    for pk in old:
        named |= Q(words__contains=f'"tag": {pk},') | Q(words__contains=f'"tag": {pk}}}')
    versions = Revision.objects.filter(content_type=ContentType.objects.get_for_model(ResourcePage))
    rows = versions.alias(words=Cast("content", TextField())).filter(named)
    for version in rows.iterator(chunk_size=100):
        items = version.content.get("tagged_items", ())
        once = {kept if item["tag"] in old else item["tag"]: item for item in reversed(items)}
        content = version.content | {
            "tagged_items": [{**item, "tag": tag} for tag, item in reversed(once.items())]
        }
        Revision.objects.filter(pk=version.pk).update(content=content)


def _lead_on(found: Iterable[Tag], others: Collection[Tag], kept: Tag, slug: str) -> None:
    """Let the addresses of before lead to the tag that is kept."""
    FormerTag.objects.filter(tag__in=others).update(tag=kept)
    FormerTag.objects.filter(slug=slug).delete()
    gone = {tag.slug for tag in found} - {slug}
    FormerTag.objects.filter(slug__in=gone).delete()
    FormerTag.objects.bulk_create(FormerTag(slug=one, tag=kept) for one in sorted(gone))


def _keep_history(found: Collection[Tag], name: str, by: User) -> None:
    """Write into the history of each resource which of its own tags became another."""
    borne: dict[int, list[str]] = {}
    rows = ResourceTag.objects.filter(tag__in=found).exclude(tag__name=name)
    for page, tag in rows.order_by("tag__name").values_list("content_object", "tag__name"):
        borne.setdefault(page, []).append(tag)
    pages = ResourcePage.objects.filter(pk__in=borne).values_list("pk", "draft_title")
    kind = ContentType.objects.get_for_model(ResourcePage)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=pk,
            content_type=kind,
            label=title,
            action=TAGS_CHANGED,
            timestamp=timezone.now(),
            data={"before": borne[pk], "after": name},
            user=by,
            content_changed=True,
        )
        for pk, title in pages
    )
