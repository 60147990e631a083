"""Writes the plain text of a message as Markdown for our renderer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forums.mail.parsing.footers import drop_footers, find_signature
from forums.mail.parsing.prose import write_prose
from forums.mail.parsing.quotes import Passage, passages, without_marks
from forums.mail.parsing.segments import Segment, segments

MARKDOWN_LIMIT = 32_000  # characters: the longest post our renderer is made for
QUOTE_DEPTH = 6  # deeper quotations are shown at this depth
SHORTENED_QUOTE = 600
ELLIPSIS = "[…]"

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_FENCE = re.compile(r"`{3,}")
_ENVELOPE_ESCAPE = re.compile(r"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """What a post will say, and the signature that it leaves out."""

    markdown: str
    signature: str
    is_shortened: bool


def write_body(text: str) -> Body:
    """Own words as they were, code in fences, quotations as blockquotes; footers left out.

    A body too long for a post loses the ends of its quotations first.
    """
    lines = drop_footers(_clean(text).split("\n"))
    own, signatures = _without_signatures(passages(lines))
    blocks = [(passage.is_quote, _write_passage(passage, 0)) for passage in own]
    markdown, is_shortened = _fit([block for block in blocks if block[1]])
    return Body(markdown, "\n\n".join(signatures), is_shortened)


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\xa0", " ")
    return _ENVELOPE_ESCAPE.sub(r"\1", _CONTROL.sub("", lines)).expandtabs(8)


def _without_signatures(cut: Sequence[Passage]) -> tuple[list[Passage], list[str]]:
    own: list[Passage] = []
    signatures = []
    for passage in cut:
        end = len(passage.lines) if passage.is_quote else find_signature(passage.lines)
        signature = "\n".join(passage.lines[end + 1 :]).strip()
        signatures += [signature] if signature else []
        if any(line.strip() for line in passage.lines[:end]):
            own.append(Passage(passage.lines[:end], passage.is_quote))
    return (own, signatures) if own else (list(cut), [])


def _write_passage(passage: Passage, depth: int) -> str:
    if not passage.is_quote:
        return "\n\n".join(_write_segment(segment) for segment in segments(passage.lines))
    if depth + 1 < QUOTE_DEPTH:
        inner = _without_signatures(passages(passage.lines))[0]
    else:
        inner = [Passage(tuple(map(without_marks, passage.lines)), is_quote=False)]
    written = "\n\n".join(filter(None, (_write_passage(part, depth + 1) for part in inner)))
    return "\n".join(f"> {line}".rstrip() for line in written.split("\n")) if written else ""


def _write_segment(segment: Segment) -> str:
    if not segment.is_code:
        return write_prose(segment.lines)
    indent = min(len(line) - len(line.lstrip()) for line in segment.lines if line.strip())
    code = "\n".join(line[indent:].rstrip() for line in segment.lines)
    longest = max((len(run) for run in _FENCE.findall(code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{code}\n{fence}"


def _fit(blocks: list[tuple[bool, str]]) -> tuple[str, bool]:
    whole = "\n\n".join(block for _, block in blocks)
    if len(whole) <= MARKDOWN_LIMIT:
        return whole, False
    fitted = [_shorten(block, SHORTENED_QUOTE) if is_quote else block for is_quote, block in blocks]
    return _shorten("\n\n".join(fitted), MARKDOWN_LIMIT, mark=""), True


def _shorten(block: str, limit: int, mark: str = "> ") -> str:
    """Cut at the end of a line, in the same depth of quotation, and show that something is left out."""
    if len(block) <= limit:
        return block
    kept = block[: limit - 20].rpartition("\n")[0] or block[: limit - 20]
    return f"{kept}\n{mark}\n{mark}{ELLIPSIS}".replace("\n> \n", "\n>\n")
