"""The first words of a Markdown text for lists, read with a few patterns instead of a parser."""

import re
from html import unescape

WINDOW = 6  # characters looked at for each one wanted: marks, addresses and quotations fall away
FENCE = re.compile(r"`{3,}|~{3,}")
LEADING = re.compile(r"^(?:\s*(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)(?=\s|$)|\s*>)+\s*")
RULED = re.compile(r"[\s|:=*_-]*$")
LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:\s[^()]*)?\)|\[[^\[\]]*\])")
AUTOLINK = re.compile(r"<((?:https?://|mailto:|[^<>@\s]+@)[^<>\s]*)>", re.IGNORECASE)
MARKED = re.compile(r"(?<!\\)(\*{1,3}|~~|`+|(?<![\w/])_{1,3})(?=\S)(.{1,300}?)(?<![\s\\])\1(?!\w)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def excerpt(text: str, length: int = 160) -> str:
    """Return the first words of a Markdown text without its marks, at most `length` characters.

    Quotations are left out unless there is nothing else. The time depends on `length` alone.
    """
    window = text[: length * WINDOW]
    lines = window.splitlines()
    own = [line for line in lines if not line.lstrip().startswith(">")]
    words = _words(own) or _words(lines)
    if len(words) <= length and len(window) == len(text):
        return words
    cut = words[: length - 1]
    if words[length - 1 : length].strip():
        cut = cut.rpartition(" ")[0] or cut
    return f"{cut.rstrip()}…"


def _words(lines: list[str]) -> str:
    read = (LEADING.sub("", line) for line in lines)
    bare = " ".join(line for line in read if not RULED.match(line) and not FENCE.match(line))
    bare = AUTOLINK.sub(r"\1", bare)
    for _nested in range(2):
        bare = MARKED.sub(r"\2", LINK.sub(r"\1", bare))
    return " ".join(unescape(ESCAPED.sub(r"\1", bare)).split())
