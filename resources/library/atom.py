"""Records as an Atom feed: Django's writer, with several authors, languages and licences."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from resources.library.records import Record

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)


class ResourceFeed(Atom1Feed):
    """Atom in which each entry has its own language, its authors and its licence."""

    def latest_post_date(self) -> datetime:
        """Say the same of an empty feed each time, so that its ETag stays."""
        return max((item["updateddate"] for item in self.items), default=NOTHING_YET)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["record"].language}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        record: Record = item["record"]
        for element, names in (
            ("author", record.authors or (record.community,)),
            ("contributor", record.contributors),
        ):
            for name in names:
                handler.startElement(element, AttributesImpl({}))
                handler.addQuickElement("name", name)
                handler.endElement(element)
        if record.licence_address:
            handler.addQuickElement("link", "", {"rel": "license", "href": record.licence_address})


def feed_of(
    records: Iterable[Record], *, title: str, address: str, own_address: str, language: str
) -> str:
    """Write a feed."""
    feed = ResourceFeed(
        title=title, link=address, description="", feed_url=own_address, language=language
    )
    for record in records:
        feed.add_item(
            title=record.title,
            link=record.address,
            description=escape(record.summary),
            unique_id=record.identifier,
            pubdate=record.published_at,
            updateddate=record.changed_at,
            categories=[record.kind, *record.subjects],
            item_copyright=record.licence,
            record=record,
        )
    return feed.writeString("utf-8")
