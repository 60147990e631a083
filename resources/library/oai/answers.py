"""Answers as XML: the envelope of the protocol, and records in Dublin Core."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from resources.library.oai.questions import PREFIX
from resources.library.records import Record, readable_in_xml

OAI = "http://www.openarchives.org/OAI/2.0/"
FORMAT = "http://www.openarchives.org/OAI/2.0/oai_dc/"
FORMAT_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
WHERE = f"{{{XSI}}}schemaLocation"
for prefix, space in (("", OAI), ("oai_dc", FORMAT), ("dc", DC), ("xsi", XSI)):
    register_namespace(prefix, space)


def envelope(address: str, asked: Mapping[str, str]) -> Element:
    """Begin an answer: when, and to which question."""
    root = Element(f"{{{OAI}}}OAI-PMH", {WHERE: f"{OAI} {OAI}OAI-PMH.xsd"})
    add(root, "responseDate", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    request = add(root, "request", address)
    for name, value in asked.items():
        request.set(name, readable_in_xml(value))
    return root


def add(parent: Element, name: str, text: str = "") -> Element:
    """Add an element of the protocol."""
    child = SubElement(parent, f"{{{OAI}}}{name}")
    child.text = readable_in_xml(text) or None
    return child


def written(root: Element) -> bytes:
    """Write an answer."""
    return tostring(root, encoding="utf-8", xml_declaration=True)


def add_header(parent: Element, record: Record) -> None:
    """Add what identifies a record."""
    header = add(parent, "header")
    add(header, "identifier", record.identifier)
    add(header, "datestamp", record.changed_at.astimezone(UTC).date().isoformat())
    add(header, "setSpec", record.community_slug)


def add_record(parent: Element, record: Record) -> None:
    """Add a whole record."""
    element = add(parent, "record")
    add_header(element, record)
    metadata = add(element, "metadata")
    described = SubElement(metadata, f"{{{FORMAT}}}dc", {WHERE: f"{FORMAT} {FORMAT_SCHEMA}"})
    for name, text in _dublin_core(record):
        if text:
            SubElement(described, f"{{{DC}}}{name}").text = text


def add_format(parent: Element) -> None:
    """Add the only format there is."""
    element = add(parent, "metadataFormat")
    add(element, "metadataPrefix", PREFIX)
    add(element, "schema", FORMAT_SCHEMA)
    add(element, "metadataNamespace", FORMAT)


def _dublin_core(record: Record) -> Iterator[tuple[str, str]]:
    yield "title", record.title
    yield from (("creator", name) for name in record.authors)
    yield from (("subject", word) for word in record.subjects)
    yield "description", record.summary
    yield "publisher", record.community
    yield from (("contributor", name) for name in record.contributors)
    yield "date", record.published_at.astimezone(UTC).date().isoformat()
    yield "type", record.kind
    yield "format", "text/html"
    yield "identifier", record.address
    yield "source", record.leads_to
    yield "language", record.language
    yield "coverage", record.country
    yield "rights", record.licence
    yield "rights", record.licence_address
