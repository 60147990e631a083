"""The one Markdown renderer: what people write becomes HTML of a narrow allow-list.

Three fences stand one behind the other: markdown-it never passes HTML through, `Parser` accepts
only addresses that may stand in a link, and nh3 drops whatever is not listed here.
"""

import re
from html import escape

import nh3
from markdown_it import MarkdownIt
from typing_extensions import override

from forums.spaces.markup import bounds, shape
from forums.spaces.markup.excerpts import excerpt

__all__ = ["clean", "excerpt", "render"]

TAGS = {
    "a", "blockquote", "br", "code", "details", "em", "h3", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "s", "strong", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "details": {"class"},
    "code": {"class"},
    "table": {"tabindex"},
}
SCHEMES = {"http", "https", "mailto"}
ADDRESS = re.compile(r"https?://[^\s/\\]|mailto:\S|/(?![/\\])|#", re.IGNORECASE)
CODE_CLASS = re.compile(r"language-[\w+#.-]{1,30}", re.ASCII)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Parser(MarkdownIt):
    """markdown-it for a forum: line breaks stay, addresses become links, pictures too."""

    def __init__(self) -> None:
        super().__init__()
        self.inline = bounds.BoundedInline()
        self.configure(
            "commonmark",
            {"html": False, "linkify": True, "breaks": True, "maxNesting": bounds.DEEPEST + 4},
        )
        self.enable(["table", "strikethrough", "linkify"])
        shape.install(self)
        bounds.install(self)

    @override
    def validateLink(self, url: str) -> bool:
        """Accept the web, mail, and places of this site; anything else stays text as written."""
        return ADDRESS.match(url) is not None


_parser = Parser()


def render(text: str) -> str:
    """Turn Markdown into safe HTML; the same text gives the same HTML in every language.

    No text of up to 32,000 characters takes longer than a quarter of a second. What is longer, or
    was built to cost more, is shown as written.
    """
    text = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if bounds.exceeds(text):
        return "<p>" + escape(text).replace("\n", "<br>") + "</p>"
    return clean(str(_parser.render(text)))


def clean(html: str) -> str:
    """Drop every tag, attribute and address that is not listed here."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=_allowed,
        link_rel="nofollow noopener ugc",
        strip_comments=True,
    )


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if ADDRESS.match(value) else None
    if attribute == "tabindex":
        return "0"
    if attribute != "class":
        return value
    if tag == "details":
        return "quote"
    return value if CODE_CLASS.fullmatch(value) else None
