"""What rendered HTML may hold, written down a second time and read with another parser."""

import re
from collections.abc import Iterator
from typing import Any

import html5lib

PLAIN = "blockquote br em h3 h4 h5 h6 hr li p pre s strong summary table tbody td th thead tr ul"
ATTRIBUTES: dict[str, dict[str, str]] = {tag: {} for tag in PLAIN.split()} | {
    "a": {
        "href": r"(?i:https?://|mailto:|/(?![/\\])|#)[^\s\\]*",
        "title": r"(?s:.*)",
        "rel": "nofollow noopener ugc",
    },
    "ol": {"start": r"\d{1,9}"},
    "table": {"tabindex": "0"},
    "code": {"class": r"language-[A-Za-z0-9_+#.-]{1,30}"},
    "details": {"class": "quote"},
}
XHTML = "{http://www.w3.org/1999/xhtml}"


def violations(html: str) -> list[str]:
    """Name everything in the HTML that is not allowed, as a browser's parser would see it."""
    found = html5lib.parseFragment(html, container="div", treebuilder="etree")
    return [fault for element in list(found.iter())[1:] for fault in _faults(element)]


def text_of(html: str) -> str:
    """Return what a reader sees."""
    return "".join(html5lib.parseFragment(html, treebuilder="etree").itertext())


def _faults(element: Any) -> Iterator[str]:
    name = element.tag.removeprefix(XHTML) if isinstance(element.tag, str) else "comment"
    if name not in ATTRIBUTES:
        yield f"<{name}>"
        return
    for attribute, value in element.attrib.items():
        wanted = ATTRIBUTES[name].get(attribute)
        if wanted is None or not re.fullmatch(wanted, value):
            yield f"<{name} {attribute}={value!r}>"
    if name == "a" and "rel" not in element.attrib:
        yield "<a> without rel"
