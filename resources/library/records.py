"""What the outside is told of a public resource: read by feeds, harvesters and search engines."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation

from resources.library.choices import Licence, Role
from resources.library.models import Credit, ResourcePage, ResourceTag

LICENCES = {
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.ZERO: "https://creativecommons.org/publicdomain/zero/1.0/",
}
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Record:
    """A resource described in its own language, in words that any XML can hold."""

    pk: int
    identifier: str
    address: str
    title: str
    summary: str
    kind: str
    language: str
    community: str
    community_slug: str
    authors: tuple[str, ...]
    contributors: tuple[str, ...]
    subjects: tuple[str, ...]
    country: str
    leads_to: str
    licence: str
    licence_address: str
    published_at: datetime
    changed_at: datetime


def identifier_of(pk: int) -> str:
    """Name a resource for ever, whatever becomes of its title and address."""
    return f"oai:{urlsplit(settings.SITE_URL).hostname}:resource-{pk}"


def readable_in_xml(text: object) -> str:
    """Replace what no XML may contain."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(text))


def records_of(pages: Iterable[ResourcePage]) -> list[Record]:
    """Describe resources that came with their communities; two queries however many."""
    found = list(pages)
    credited: dict[int, list[Credit]] = defaultdict(list)
    rows = Credit.objects.filter(page__in=found).select_related("person")
    for credit in rows.order_by("sort_order", "pk"):
        credited[credit.page_id].append(credit)
    tagged: dict[int, list[str]] = defaultdict(list)
    tags = ResourceTag.objects.filter(content_object__in=found).order_by("tag__name")
    for page_id, name in tags.values_list("content_object", "tag__name"):
        tagged[page_id].append(name)
    return [record_of(page, credited[page.pk], tagged[page.pk]) for page in found]


def record_of(page: ResourcePage, credited: Iterable[Credit], tags: Iterable[str]) -> Record:
    """Describe one resource whose credits and tags are at hand."""
    credited = list(credited)

    def named(role: Role) -> tuple[str, ...]:
        return tuple(readable_in_xml(one) for one in credited if one.role == role)

    subjects = dict.fromkeys(word for word in (page.sector, page.theme, *tags) if word)
    with translation.override(page.language):
        kind, licence = page.get_kind_display(), page.get_licence_display()
        return Record(
            pk=page.pk,
            identifier=identifier_of(page.pk),
            address=settings.SITE_URL + page.get_absolute_url(),
            title=readable_in_xml(page.title),
            summary=readable_in_xml(page.summary),
            kind=str(kind),
            language=page.language,
            community=readable_in_xml(page.community.name),
            community_slug=page.community.slug,
            authors=named(Role.AUTHOR),
            contributors=named(Role.CONTRIBUTOR),
            subjects=tuple(map(readable_in_xml, subjects)),
            country=readable_in_xml(page.country_name),
            leads_to=readable_in_xml(page.address),
            licence=str(licence),
            licence_address=LICENCES.get(Licence(page.licence), ""),
            published_at=page.first_published_at or page.last_published_at,
            changed_at=page.last_published_at,
        )
