"""Bounds on the work one text may cause, each set where markdown-it was seen to grow too fast."""

import re

from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # ships no types
from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from typing_extensions import override

MOST_CHARACTERS = 40_000  # posts are shorter: POST_MAX_LENGTH
MOST_LINES = 2_000
MOST_LINKS = 1_500
MOST_ADDRESSES = 1_000
MOST_MAIL_ADDRESSES = 500
MOST_MARKS = 6_000  # of emphasis
MOST_STEPS = 30_000  # looking ahead for the end of brackets
MOST_CELLS = 5_000  # of all tables
DEEPEST = 20  # lists and quotations inside one another
LONGEST_ADDRESS = 2_000  # characters
MOST_WRITTEN = 200_000  # characters in the links of one text, which may name one address often
SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
UNBROKEN = re.compile(rf"[^\s<>]{{1,{LONGEST_ADDRESS}}}")
MAIL = LinkifyIt({"ftp:": None, "//": None, "http:": None, "https:": None}, {"fuzzy_link": False})
WEB = LinkifyIt({"ftp:": None, "//": None, "mailto:": None})


def exceeds(text: str) -> bool:
    """Tell whether a text was built to cost time rather than to be read."""
    return (
        len(text) > MOST_CHARACTERS
        or text.count("\n") > MOST_LINES
        or text.count("](") > MOST_LINKS
        or text.count("://") > MOST_ADDRESSES
        or sum(map(text.count, "*_~")) > MOST_MARKS
        or text.count("@") > MOST_MAIL_ADDRESSES
    )


def install(parser: MarkdownIt) -> None:
    """Put the bounded rules in the place of, or before, markdown-it's own."""
    parser.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "deep", deep)
    parser.inline.ruler.at("linkify", bounded_address)
    parser.linkify = MAIL  # what the inline rule leaves
    parser.core.ruler.push("written", bounded_links)


class BoundedInline(ParserInline):
    """Stops looking ahead for the end of brackets once a text has used up its steps."""

    @override
    def skipToken(self, state: StateInline) -> None:
        used = state.env["steps"] = state.env.get("steps", 0) + 1
        if used > MOST_STEPS:
            state.pos = state.posMax
        else:
            super().skipToken(state)


def bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """Refuse a table once the tables of a text have used up their cells.

    A short row is filled up to the width of the head, so few characters can ask for many cells.
    """
    used = state.env.get("cells", 0)
    if used > MOST_CELLS or not table(state, start, end, True):  # noqa: FBT003 -- markdown-it's signature
        return False
    if silent:
        return True
    last = start + 2
    while last < end and not state.isEmpty(last):
        last += 1
    width = state.src.count("|", state.bMarks[start + 1], state.eMarks[start + 1]) + 1
    state.env["cells"] = used + width * (last - start)
    return state.env["cells"] <= MOST_CELLS and table(state, start, end, False)  # noqa: FBT003 -- markdown-it's signature


def deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """Show as plain text what is nested too deep; markdown-it would leave it out."""
    if silent or state.level < DEEPEST:
        return False
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    state.push("paragraph_open", "p", 1).map = [start, last]
    words = state.push("inline", "", 0)
    words.content = state.getLines(start, last, state.blkIndent, False).strip()  # noqa: FBT003 -- markdown-it's signature
    words.map, words.children = [start, last], []
    state.push("paragraph_close", "p", -1)
    state.line = last
    return True


def bounded_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- markdown-it's signature
    """Recognise a bare web address; markdown-it's own rule reads all the text before it again."""
    if state.linkLevel > 0 or not state.src.startswith("://", state.pos):
        return False
    scheme = SCHEME.search(state.pending[-6:])
    if scheme is None:
        return False
    found = _web_address(state.src, state.pos - len(scheme[1]))
    if found is None:
        return False
    address = found.rstrip("*")  # stars at the end belong to the emphasis around it
    href = state.md.normalizeLink(address)
    if not state.md.validateLink(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = state.md.normalizeLinkText(address)
        state.push("link_close", "a", -1)
    state.pos += len(address) - len(scheme[1])
    return True


def _web_address(text: str, start: int) -> str | None:
    run = UNBROKEN.match(text, start)
    if run is None or len(run[0]) == LONGEST_ADDRESS:
        return None
    found = WEB.match_at_start(run[0])
    return str(found.url) if found else None


def bounded_links(state: StateCore) -> None:
    """Leave out addresses after the first many: a long one can be referred to in three signs."""
    left = MOST_WRITTEN
    for block in state.tokens:
        for token in block.children or []:
            left -= sum(len(str(value)) for value in token.attrs.values())
            if left < 0:
                token.attrs = {}
