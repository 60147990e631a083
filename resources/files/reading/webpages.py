"""Words of HTML as a reader sees them: no scripts, no styles, no comments."""

import re
from html.parser import HTMLParser
from typing import IO

from resources.files.reading.gathering import DamagedError, Words
from resources.files.reading.plain import MOST_BYTES, decoded

_UNSEEN = {"script", "style", "template", "noscript", "iframe", "object", "svg"}
_INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"' ]{0,2}([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_PIECE = 16 * 1024
_LONGEST_TAG = 128 * 1024


def read_webpage(stream: IO[bytes], words: Words) -> None:
    """Read the title and the body."""
    page = _decoded(stream.read(MOST_BYTES))
    parser = _Page(words)
    for start in range(0, len(page), _PIECE):
        parser.feed(page[start : start + _PIECE])
        words.breathe()
        # What is never closed would be searched through again with every piece.
        if len(parser.rawdata) > _LONGEST_TAG:
            raise DamagedError("a tag that does not end")
    parser.close()


def _decoded(content: bytes) -> str:
    declared = _CHARSET.search(content[:2048])
    if declared is None:
        return decoded(content)
    try:
        return content.decode(declared.group(1).decode("ascii"), "replace")
    except (LookupError, ValueError):
        return decoded(content)


class _Page(HTMLParser):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self.unseen = ""  # the element that hides what comes, until it ends

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.unseen and tag in _UNSEEN:
            self.unseen = tag
        elif tag not in _INLINE:
            self.words.add("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.words.add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.unseen:
            self.unseen = ""
        elif tag not in _INLINE:
            self.words.add("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.add(data)
