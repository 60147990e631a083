"""Turns an HTML message into plain text with ">" quotes, the form all other messages have."""

import re
from html.parser import HTMLParser

import nh3
from typing_extensions import override

HTML_LIMIT = 200_000
DEEPEST = 2_000  # tags within tags; real messages stay far below, and repairing takes its square

_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table"})
_LINES = frozenset({"div", "br", "li", "tr", "hr"})
_KEPT = _PARAGRAPHS | _LINES | {"blockquote", "a", "td", "th"}
_NESTING = re.compile(r"<(/?)(?!(?:br|img|hr|p|li|meta|link|input|tr|td|th)\b)[a-zA-Z]")
_DROPPED_WHOLE = {"script", "style", "title", "head", "noscript", "template"}


def html_to_text(html: str) -> tuple[str, bool]:
    """Keep words, line ends, lists, link addresses and quotation depth; say if all was read.

    nh3 repairs the markup first, so that what follows never meets malformed input.
    """
    read = _up_to_limits(html)
    repaired = nh3.clean(
        read,
        tags=set(_KEPT),
        clean_content_tags=_DROPPED_WHOLE,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    writer = _TextWriter()
    writer.feed(repaired)
    writer.close()
    return writer.text(), len(read) == len(html)


def _up_to_limits(html: str) -> str:
    depth = 0
    for tag in _NESTING.finditer(html, 0, HTML_LIMIT):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST:
            return html[: tag.start()]
    return html[:HTML_LIMIT]


class _TextWriter(HTMLParser):
    """Writes lines while the tags go by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._is_exact = False
        self._link = ""
        self._link_text = ""

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break_before(tag)
        if tag == "blockquote":
            self._end_paragraph()
            self._depth += 1
        elif tag == "li":
            self._line = "- "
        elif tag == "pre":
            self._is_exact = True
        elif tag == "a":
            self._link, self._link_text = dict(attrs).get("href") or "", ""

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._finish_link()
        elif tag in {"td", "th"}:
            self._line += "  " if self._has_words() else ""
        elif tag == "blockquote":
            self._end_paragraph()
            self._depth -= 1
        elif tag != "br":
            self._break_before(tag)
        if tag == "pre":
            self._is_exact = False

    @override
    def handle_data(self, data: str) -> None:
        self._link_text += data if self._link else ""
        if self._is_exact:
            first, *others = data.split("\n")
            self._line += first
            for line in others:
                self._end_line()
                self._line = line
            return
        words = re.sub(r"[ \t\r\n]+", " ", data)
        self._line += words.lstrip() if not self._line else words

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def _break_before(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self._end_paragraph()
        elif tag == "br" or (tag in _LINES and self._has_words()):
            self._end_line()

    def _has_words(self) -> bool:
        return bool(self._line.strip(" -"))

    def _end_paragraph(self) -> None:
        if self._has_words():
            self._end_line()
        if not self._line and self._lines and self._lines[-1].strip("> "):
            self._end_line()

    def _end_line(self) -> None:
        quote = "> " * min(self._depth, 20)
        self._lines.append((quote + self._line).rstrip())
        self._line = ""

    def _finish_link(self) -> None:
        address = self._link.removeprefix("mailto:")
        if address and address not in self._link_text:
            self._line += f" <{address}>"
        self._link = ""
